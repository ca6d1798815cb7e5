import type { z } from 'zod';
import type { Queryable } from '../../db/pool';
import { listModels, type ModelRead, readPublishedVersion } from '../../db/queries/models';
import { listPublications, listRefreshes, type RefreshRecord } from '../../db/queries/modelPublishing';
import { isoOf, isoOrNull } from '../schemas/common';
import type { model, programModels, refresh } from '../schemas/model';

/** Of each kind so many are shown: a few weeks of daily refreshes. */
const shown = 20;

export async function programModelsResource(db: Queryable, programId: string): Promise<z.input<typeof programModels>> {
  const publishedVersion = await readPublishedVersion(db, programId);
  const models = await listModels(db, programId, shown);
  const refreshes = await listRefreshes(db, programId, shown);
  const publications = await listPublications(db, programId, shown);
  return {
    programId,
    publishedVersion,
    models: models.map(modelResource),
    refreshes: refreshes.map(refreshResource),
    publications: publications.map(({ publishedAt, ...rest }) => ({ ...rest, publishedAt: isoOf(publishedAt) })),
  };
}

function modelResource(read: ModelRead): z.input<typeof model> {
  const { version, state, parentVersion, refreshId, bytes, metrics } = read;
  const { customers, deeds, items } = metrics.facts;
  return {
    version,
    state,
    parentVersion,
    refreshId,
    holdout: metrics.holdout,
    trainedOn: { customers, deeds, items },
    bytes,
    createdAt: isoOf(read.createdAt),
    publishedAt: isoOrNull(read.publishedAt),
  };
}

function refreshResource({ programId: _known, finishedAt, ...rest }: RefreshRecord): z.input<typeof refresh> {
  return { ...rest, finishedAt: isoOf(finishedAt) };
}
