import { statSync } from 'node:fs';

/** What takes longest; Jest would order by size where it has not run before, and these files are small. */
const LONGEST = [
  'store/store-postgres',
  'store/store-timescale',
  'ingest/ingest',
  'api-docs',
  'fuzz',
  'live-series',
  'rest/export',
  'store/totals',
  'store/state-series',
  'api-overload',
  'fleet-metrics',
  'store/community',
  'ownership',
  'control',
  'ingest/back-pressure',
  'docker-api',
  'store/averages',
  'store/states',
  'store/states-upgrade',
];

/** Begins with what takes longest, that one core is not left alone with it at the end. */
export default class LongestFirst {
  sort(tests) {
    const rank = ({ path }) => {
      const place = LONGEST.findIndex((name) => path.endsWith(`/medium/${name}.spec.ts`));
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
