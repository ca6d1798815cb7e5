/** Words of a title; longer titles count as this long. */
export const longestTitle = 255;

/** The length of a title as it is kept and counted with. */
export const countedLength = (words: number): number => Math.min(words, longestTitle);
