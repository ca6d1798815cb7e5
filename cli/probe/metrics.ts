import { Counter, Gauge, Registry } from 'prom-client';
import type { ProbeResult } from './contract';

/** What a probe that goes on tells Prometheus. */
export class ProbeMetrics {
  readonly registry = new Registry();
  private readonly registers = [this.registry];
  private readonly success = new Gauge({
    name: 'everbox_probe_success',
    help: '1 when the last probe got through, 0 when it failed',
    labelNames: ['tested'],
    registers: this.registers,
  });
  private readonly seconds = new Gauge({
    name: 'everbox_probe_seconds',
    help: 'Time that the last probe took',
    labelNames: ['tested'],
    registers: this.registers,
  });
  private readonly stepSeconds = new Gauge({
    name: 'everbox_probe_step_seconds',
    help: 'Time that each step of the last probe took',
    labelNames: ['step'],
    registers: this.registers,
  });
  private readonly runs = new Counter({
    name: 'everbox_probe_runs_total',
    help: 'Probes since this process started',
    labelNames: ['tested', 'outcome'],
    registers: this.registers,
  });

  observe({ ok, tested, seconds, stepSeconds }: Pick<ProbeResult, 'ok' | 'tested' | 'seconds' | 'stepSeconds'>): void {
    // Of the last probe only: one that could not order says nothing about orders.
    this.success.reset();
    this.seconds.reset();
    this.stepSeconds.reset();
    this.success.set({ tested }, ok ? 1 : 0);
    this.seconds.set({ tested }, seconds);
    for (const [step, took] of Object.entries(stepSeconds)) this.stepSeconds.set({ step }, took);
    this.runs.inc({ tested, outcome: ok ? 'ok' : 'failed' });
  }
}
