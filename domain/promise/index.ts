export { couriersCounted, unitsCounted, windowCapacity } from './capacity';
export { closesAtMs } from './hours';
export { candidateOf, closed } from './station';
export { handoffWithinMs, samePlaceMeters } from './times';
export { wishAt, wishHasPassed } from './wish';
