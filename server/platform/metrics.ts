import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client'

/** Everything this process counts. Names start with `parley_`; labels never hold a phone number or an id. */
export interface Metrics {
  registry: Registry
  requestSeconds: Histogram<'method' | 'route' | 'status'>
  jobSeconds: Histogram<'queue' | 'outcome'>
  deadJobs: Counter<'queue'>
}

export function openMetrics(): Metrics {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, prefix: 'parley_' })
  const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'parley_request_seconds',
      help: 'Time to answer an HTTP request, by route template',
      labelNames: ['method', 'route', 'status'],
      buckets,
      registers: [registry],
    }),
    jobSeconds: new Histogram({
      name: 'parley_job_seconds',
      help: 'Time a job ran, by queue and outcome (done, failed)',
      labelNames: ['queue', 'outcome'],
      buckets,
      registers: [registry],
    }),
    deadJobs: new Counter({
      name: 'parley_dead_jobs_total',
      help: 'Jobs that failed at every try and were set aside, by queue',
      labelNames: ['queue'],
      registers: [registry],
    }),
  }
}
