/** Why a customer sends an item back. */
export const returnReasons = [
  'damaged', // it arrived broken
  'faulty', // it looks well and does not work
  'wrongItem', // another one than was announced
  'notAsDescribed',
  'tooSmall', // for who wears it
  'tooLarge',
  'notSuitable', // for the child's age, the taste
  'notWanted',
  'other', // the comment says what
] as const;
export type ReturnReason = (typeof returnReasons)[number];
