export { decodeModel, encodeModel } from './codec';
export { evaluateModel, topItems } from './evaluate';
export type { SelectionModel } from './model';
export { Trainer } from './trainer';
