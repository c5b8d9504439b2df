import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import { type Horizons, readHorizons } from '../store/rollup/horizon.js';
import { askedMembers } from './asked-members.js';
import { finestStepMs } from './extent.js';
import { chooseGrid, type Grid, ROLLUP_MS } from './grid.js';
import { readLines } from './lines.js';
import { describeGrid, seriesOf } from './series.answer.js';
import { refusalOf, type SeriesAnswer, type SeriesRequest } from './series.js';
import { onSnapshot } from './snapshot.js';

/** Answers what charts ask: rates over time, with gaps told apart from zeros. */
@Injectable()
export class SeriesQuery {
  constructor(@Inject(DATABASE) private readonly database: Pool) {}

  /** The rates asked for, or what is wrong with the request. */
  async answer(request: SeriesRequest): Promise<Decoded<SeriesAnswer>> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    return onSnapshot(this.database, (client) => answerOn(client, request));
  }
}

async function answerOn(client: ClientBase, request: SeriesRequest): Promise<Decoded<SeriesAnswer>> {
  const earliestMs = request.fromMs - (request.compareMs ?? 0);
  const asked = await askedMembers(client, { ...request, fromMs: earliestMs });
  if (!asked.ok) return asked;
  const members = asked.value;
  const horizons = await readHorizons(client);
  const grid = chooseGrid(request.fromMs, request.toMs, request.points, finestStepMs(horizons, earliestMs));
  const earlier = request.compareMs === null ? null : earlierGrid(grid, request.compareMs, horizons);
  const lines = await readLines(client, request, members, grid, earlier);
  const series = seriesOf(members.groups, lines, request.measures);
  const groupCount = members.groups.length;
  return {
    ok: true,
    value: { ...describeGrid(grid), series, groupCount, compareMs: earlier && grid.startMs - earlier.startMs },
  };
}

/** The grid so much earlier, bucket by bucket: as asked, or as near to it as what is stored of that time can tell. */
function earlierGrid(grid: Grid, compareMs: number, horizons: Horizons): Grid {
  const finestMs = grid.stepMs < ROLLUP_MS ? 1 : Math.max(ROLLUP_MS, finestStepMs(horizons, grid.startMs - compareMs));
  return { ...grid, startMs: grid.startMs - Math.max(1, Math.round(compareMs / finestMs)) * finestMs };
}
