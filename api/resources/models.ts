import type { z } from 'zod';
import type { Queryable } from '#db/pool';
import { type FitModelRead, listFitModels } from '#db/sizing/fitModels';
import { listModels, type ModelRead, readPublishedVersion } from '#db/selection/models';
import { listPublications, type PublicationRead } from '#db/selection/modelPublishing';
import { listRefreshes, type RefreshRecord } from '#db/selection/modelRefreshes';
import type { ModelKind } from '#domain/selection/lifecycle';
import { isoOf, isoOrNull } from '#contract/common';
import type { fitModel, model, programModels, publication, refresh } from '#contract/model';

/** Of each kind so many are shown: a few weeks of daily refreshes. */
const shown = 20;

export async function programModelsResource(db: Queryable, programId: string): Promise<z.input<typeof programModels>> {
  const models = await listModels(db, programId, shown);
  const fitModels = await listFitModels(db, programId, shown);
  return {
    programId,
    ...(await lifeOf(db, programId, 'selection')),
    models: models.map(modelResource),
    fit: { ...(await lifeOf(db, programId, 'fit')), models: fitModels.map(fitModelResource) },
  };
}

/** Which is in charge, what refreshes came to, and who published which. */
async function lifeOf(db: Queryable, programId: string, kind: ModelKind) {
  const publishedVersion = await readPublishedVersion(db, programId, kind);
  const refreshes = await listRefreshes(db, programId, shown, kind);
  const publications = await listPublications(db, programId, shown, kind);
  return {
    publishedVersion,
    refreshes: refreshes.map(refreshResource),
    publications: publications.map(publicationResource),
  };
}

function modelResource(read: ModelRead): z.input<typeof model> {
  const { customers, deeds, items } = read.metrics.facts;
  return { ...commonOf(read), holdout: read.metrics.holdout, trainedOn: { customers, deeds, items } };
}

const fitModelResource = (read: FitModelRead): z.input<typeof fitModel> => ({
  ...commonOf(read),
  holdout: read.holdout,
  trainedOn: { fits: read.records },
});

const commonOf = (read: ModelRead | FitModelRead) => ({
  version: read.version,
  state: read.state,
  parentVersion: read.parentVersion,
  refreshId: read.refreshId,
  bytes: read.bytes,
  createdAt: isoOf(read.createdAt),
  publishedAt: isoOrNull(read.publishedAt),
});

function refreshResource({ programId: _known, finishedAt, ...rest }: RefreshRecord): z.input<typeof refresh> {
  return { ...rest, finishedAt: isoOf(finishedAt) };
}

function publicationResource({ publishedAt, ...rest }: PublicationRead): z.input<typeof publication> {
  return { ...rest, publishedAt: isoOf(publishedAt) };
}
