export { decodeFitModel, encodeFitModel } from './codec';
export { withoutCustomers } from './forget';
export { trainFit } from './train';
export { predictFit } from './predict';
export { fitClasses } from './types';
export type * from './types';
