import type { Operation } from '../operation';
import { bookParcel, cancelParcel } from './carrier';
import { send } from './notifications';
import { charge, refund } from './payment';
import { cancelOrder, handOff } from './warehouse';

export const operations: readonly Operation[] = [charge, refund, handOff, cancelOrder, bookParcel, cancelParcel, send];
