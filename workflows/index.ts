/** Every workflow that a worker runs: the entry of the workflow bundle. */
export { shipment } from './shipment/workflow';
export { shipmentCycle } from './shipmentCycle/workflow';
export { subscription } from './subscription/workflow';
