import type { Zone } from '#domain/zone/types';
import type { Queryable } from '../pool';
import { listPublished, publish, readPublished } from '../catalog/published';

/** Publishes a zone; true when that changed what was published before. */
export const publishZone = (db: Queryable, zone: Zone): Promise<boolean> => publish(db, 'zones', zone);

/** The zone as published last; null when there is none of that ID. */
export const readZone = (db: Queryable, id: string): Promise<Zone | null> => readPublished<Zone>(db, 'zones', id);

/** All published zones, by ID. */
export const listZones = (db: Queryable): Promise<Zone[]> => listPublished<Zone>(db, 'zones');
