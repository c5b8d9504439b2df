import { statSync } from 'node:fs';

/** What takes longest; Jest would order by size where it has not run before, and these files are small. */
const LONGEST = [
  'medium/store/community',
  'medium/store/store-timescale',
  'medium/store/store-postgres',
  'medium/api-docs',
  'medium/store/states',
  'medium/store/states-upgrade',
  'medium/store/averages',
  'medium/live-series',
  'medium/store/totals',
  'medium/api-overload',
  'medium/fleet-metrics',
  'medium/rest/export',
  'medium/analysis',
  'medium/recent',
  'medium/fuzz',
  'medium/alerts-work',
  'medium/store/state-series',
  'medium/alerts',
  'medium/ingest/ingest',
  'medium/alerts-delivery',
  'medium/docker-api',
  'medium/ownership',
  'medium/control',
  'medium/ingest/back-pressure',
  'medium/alert-feed',
  'e2e/faults',
  'e2e/exact',
  'e2e/changes',
  'e2e/dashboard-explore',
  'e2e/dashboard-alerts',
  'fleet/deploy',
  'fleet/fleet',
  'fleet/alerts',
];

/** Begins with what takes longest, that one core is not left alone with it at the end. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST.findIndex((name) => path.endsWith(`/${name}.spec.ts`));
      return place < 0 ? LONGEST.length : place;
    };
    const bytes = ({ path }) => statSync(path).size;
    return [...tests].sort((one, other) => rank(one) - rank(other) || bytes(other) - bytes(one));
  }

  shard(tests) {
    return tests;
  }

  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}
