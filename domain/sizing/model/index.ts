export { decodeFitModel, encodeFitModel } from './codec';
export { trainFit } from './train';
export { predictFit } from './predict';
export { fitClasses } from './types';
export type * from './types';
