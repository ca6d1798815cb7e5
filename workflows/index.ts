/** Every workflow that a worker runs: the entry of the workflow bundle. */
export { delivery } from './delivery/workflow';
export { eraseCustomer } from './eraseCustomer/workflow';
export { eventExport } from './eventExport/workflow';
export { eventRetention } from './eventRetention/workflow';
export { modelRefresh } from './modelRefresh/workflow';
export { searchRefresh } from './searchRefresh/workflow';
export { shipment } from './shipment/workflow';
export { shipmentCycle } from './shipmentCycle/workflow';
export { subscription } from './subscription/workflow';
export { survey } from './survey/workflow';
export { zoneDispatch } from './zoneDispatch/workflow';
