import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Registry } from 'prom-client';
import { parse } from 'yaml';
import { createMetrics } from '#api/http/metrics';
import { ProbeMetrics } from '#cli/probe/metrics';
import { facadeMetrics } from '#facade/metrics';
import { watchPollers } from '#workers/metrics/pollers';
import { WorkerMetrics } from '#workers/metrics/workerMetrics';
import { repositoryRoot } from '#workers/paths';

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
}

const read = (...path: string[]): string => readFileSync(join(repositoryRoot(), ...path), 'utf8');

const alertFiles = readdirSync(join(repositoryRoot(), 'deploy', 'alerts'));
const rules = alertFiles.flatMap((file) => {
  const { groups } = parse(read('deploy', 'alerts', file)) as { groups: { name: string; rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
});

const dashboards = readdirSync(join(repositoryRoot(), 'deploy', 'dashboards')).map((file) => ({
  file,
  dashboard: JSON.parse(read('deploy', 'dashboards', file)) as {
    panels: { title: string; targets: { expr: string }[] }[];
  },
}));

/** Every series that our processes register, by name, with its labels. */
function registeredSeries(): Map<string, string[]> {
  const worker = new WorkerMetrics({ query: async () => ({ rows: [] }) } as never);
  watchPollers(worker.registry, { getStatus: () => ({}) } as never);
  facadeMetrics(worker.registry);
  return new Map([worker.registry, createMetrics().registry, new ProbeMetrics().registry].flatMap(seriesOf));
}

function seriesOf(registry: Registry): [string, string[]][] {
  return registry.getMetricsAsArray().flatMap((metric) => {
    // The library's own metrics know their labels; `RowsHistogram` has the zone.
    const {
      name,
      type,
      labelNames = ['zone'],
    } = metric as unknown as { name: string; type: string; labelNames?: string[] };
    if (type !== 'histogram') return [[name, labelNames] as [string, string[]]];
    return ['_bucket', '_sum', '_count'].map(
      (suffix) => [`${name}${suffix}`, [...labelNames, 'le']] as [string, string[]],
    );
  });
}

const known = registeredSeries();
const metricsOf = (expr: string): string[] => [...expr.matchAll(/\beverbox_\w+/g)].map(([name]) => name);

/** The labels that an expression selects or groups by. */
function labelsOf(expr: string): string[] {
  const selected = [...expr.matchAll(/\{([^}]*)\}/g)].flatMap(([, inner]) =>
    [...(inner ?? '').matchAll(/(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, label]) => label ?? ''),
  );
  const grouped = [...expr.matchAll(/\b(?:by|without)\s*\(([^)]*)\)/g)].flatMap(([, inner]) =>
    (inner ?? '').split(/[,\s]+/),
  );
  return [...selected, ...grouped].filter(Boolean);
}

function problemsOf(expr: string): string[] {
  const metrics = metricsOf(expr);
  // Every series has its job, from the scrape.
  const labels = new Set(['job', ...metrics.flatMap((metric) => known.get(metric) ?? [])]);
  const depth = expr.split('(').length - expr.split(')').length;
  return [
    ...(metrics.length === 0 ? ['uses no metric of ours'] : []),
    ...metrics.filter((metric) => !known.has(metric)).map((metric) => `nothing registers ${metric}`),
    ...labelsOf(expr)
      .filter((label) => !labels.has(label))
      .map((label) => `no metric in it has the label ${label}`),
    ...(depth === 0 ? [] : ['parentheses do not match']),
  ];
}

/** As Markdown makes them of headings. */
const anchors = new Set(
  [...read('docs', 'runbook.md').matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    (title ?? '')
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(/\s/g, '-'),
  ),
);

describe('alert rules', () => {
  it('are there, each with a name of its own', () => {
    expect(rules.length).toBeGreaterThan(10);
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s asks for what our processes tell',
    (_name, { expr }) => {
      expect(problemsOf(expr)).toEqual([]);
    },
  );

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s says how bad it is, what it is, and what to do',
    (alert, { labels, annotations }) => {
      expect(['page', 'warning']).toContain(labels.severity);
      expect(annotations.summary.length).toBeGreaterThan(20);
      const [file, anchor] = annotations.runbook_url.split('#');
      expect(file).toBe('docs/runbook.md');
      expect(anchors).toContain(anchor);
      // A label that no metric of the expression has would show as nothing.
      const shown = [...annotations.summary.matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label);
      const { expr } = rules.find((rule) => rule.alert === alert) as Rule;
      expect(labelsOf(expr)).toEqual(expect.arrayContaining(shown));
    },
  );

  it('would notice a metric, a label or a parenthesis that is wrong', () => {
    expect(problemsOf('max(everbox_gone) > 1')).toEqual(['nothing registers everbox_gone']);
    expect(problemsOf('max by (planet) (everbox_attention)')).toEqual(['no metric in it has the label planet']);
    expect(problemsOf('everbox_attention{planet="x"} > 0')).toEqual(['no metric in it has the label planet']);
    expect(problemsOf('max(everbox_attention')).toEqual(['parentheses do not match']);
    expect(problemsOf('up == 0')).toEqual(['uses no metric of ours']);
  });
});

describe.each(dashboards)('dashboard $file', ({ dashboard }) => {
  it.each(dashboard.panels.flatMap(({ title, targets }) => targets.map(({ expr }) => [title, expr] as const)))(
    '%s asks for what our processes tell',
    (_title, expr) => expect(problemsOf(expr)).toEqual([]),
  );
});
