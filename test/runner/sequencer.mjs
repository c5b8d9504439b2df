import { statSync } from 'node:fs';

/** What takes longest; Jest would order by size where it has not run before, and these files are small. */
const LONGEST = [
  'medium/store/store-postgres',
  'medium/store/store-timescale',
  'medium/ingest/ingest',
  'medium/api-docs',
  'medium/fuzz',
  'medium/live-series',
  'medium/rest/export',
  'medium/store/totals',
  'medium/store/state-series',
  'medium/api-overload',
  'medium/fleet-metrics',
  'medium/store/community',
  'medium/ownership',
  'medium/control',
  'medium/ingest/back-pressure',
  'medium/docker-api',
  'medium/store/averages',
  'medium/store/states',
  'medium/store/states-upgrade',
  'e2e/faults',
  'e2e/exact',
  'e2e/changes',
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
