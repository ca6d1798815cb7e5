import type { Database } from '../pool';
import { Channel } from './channel';

/** What others did that makes a ranking stale. */
export interface ChangeListener {
  customerActed(customerId: string): void;
  modelPublished(programId: string): void;
  /** Nothing was heard for a while: whatever was kept may be stale. */
  missed(): void;
}

/** Hears what makes rankings stale: triggers and publishing send it with their commit (migration 0005). */
export class SelectionChanges extends Channel {
  constructor(db: Database, listener: ChangeListener) {
    super(db, 'selection', {
      missed: () => listener.missed(),
      heard: (payload) => {
        const at = payload.indexOf(':');
        const subject = payload.slice(at + 1);
        if (payload.startsWith('customer:')) listener.customerActed(subject);
        else if (payload.startsWith('model:')) listener.modelPublished(subject);
      },
    });
  }
}
