import type { Database } from '#db/pool';
import { batchWriter } from './group';
import { EventIntake } from './intake';
import type { EventMetrics } from './metrics';
import { defaultEventSettings, type EventSettings } from './settings';
import type { Events } from './take';

/** The intake of one API process. It holds nothing that was answered, so there is nothing to close. */
export function openEvents(db: Database, metrics: EventMetrics, given: Partial<EventSettings> = {}): Events {
  const settings = { ...defaultEventSettings, ...given };
  const intake = new EventIntake(batchWriter(db), metrics, settings);
  return { intake, metrics, retentionDays: settings.retentionDays };
}
