import type { Operation } from '../operation';
import type { Read } from '../read';
import { bookParcel, cancelParcel } from './carrier';
import { stationStock } from './inventory';
import { send } from './notifications';
import { charge, refund } from './payment';
import { capacity } from './transportation';
import { cancelOrder, handOff } from './warehouse';

export const operations: readonly Operation[] = [charge, refund, handOff, cancelOrder, bookParcel, cancelParcel, send];
export const reads: readonly Read[] = [stationStock, capacity];
