export { couriersCounted, deliveriesOf, hasPlace, quartersBeside, unitsCounted } from './capacity';
export { closesAtMs } from './hours';
export { candidateOf, closed } from './station';
export { handoffWithinMs, quartersAround, samePlaceMeters } from './times';
export { wishAt, wishHasPassed } from './wish';
