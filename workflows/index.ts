/** Every workflow that a worker runs: the entry of the workflow bundle. */
export { delivery } from './delivery/workflow';
export { shipment } from './shipment/workflow';
export { shipmentCycle } from './shipmentCycle/workflow';
export { subscription } from './subscription/workflow';
export { zoneDispatch } from './zoneDispatch/workflow';
