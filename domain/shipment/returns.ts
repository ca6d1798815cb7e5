/** Why a customer sends an item back. */
export const returnReasons = [
  'damaged', // it arrived broken
  'faulty', // it looks well and does not work
  'wrongItem', // another one than was announced
  'notAsDescribed',
  'notSuitable', // for the child's age, the shoe's size, the taste
  'notWanted',
  'other', // the comment says what
] as const;
export type ReturnReason = (typeof returnReasons)[number];
