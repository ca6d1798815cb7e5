import type { FitCase, FitChances, FitModel } from './types';

/** Chances that the size is too small, right and too large for this customer. They sum to 1. */
export const predictFit = (model: FitModel, fitCase: FitCase): FitChances => model.predict([fitCase])[0]!;
