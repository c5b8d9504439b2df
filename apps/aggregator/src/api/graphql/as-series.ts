import type { GroupFigures, GroupSeries, SeriesAnswer } from '../../query/series.js';
import type { Series, SeriesFigures, SeriesResult } from './types/series.type.js';

/** Rates over time, as GraphQL answers them. */
export function asSeriesResult(answer: SeriesAnswer): SeriesResult {
  const { fromMs, toMs, stepMs, resolution, at, groupCount } = answer;
  return {
    ...{ from: new Date(fromMs), to: new Date(toMs), stepMilliseconds: stepMs, resolution, at, groupCount },
    series: answer.series.map(asSeries),
    compareMilliseconds: answer.compareMs,
  };
}

function asSeries(line: GroupSeries): Series {
  const { group, keys, others, earlier } = line;
  return Object.assign(asFigures(line), { group, keys, others, earlier: earlier && asFigures(earlier) });
}

/** Statistics are sorted out of all buckets: only for who asks for them, so the field is a getter. */
function asFigures({ columns, statistics }: GroupFigures): SeriesFigures {
  return {
    columns,
    get statistics() {
      return statistics().map(({ coveredMs, ...rest }) => ({ ...rest, coveredMilliseconds: coveredMs }));
    },
  };
}
