import type { Database } from '#db/pool';
import type { ApiMetrics } from '#api/http/metrics';
import { batchWriter } from './group';
import { EventIntake } from './intake';
import { defaultEventSettings, type EventSettings } from './settings';
import type { Events } from './take';

/** The intake of one API process. It holds nothing that was answered, so there is nothing to close. */
export function openEvents(db: Database, metrics: ApiMetrics['events'], given: Partial<EventSettings> = {}): Events {
  const settings = { ...defaultEventSettings, ...given };
  const intake = new EventIntake(batchWriter(db), metrics, settings);
  return { intake, metrics, retentionDays: settings.retentionDays };
}
