import { Inject, Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import type { ClientBase, Pool } from 'pg';
import { DATABASE } from '../store/database.js';
import type { Horizons } from '../store/rollup/horizon.js';
import { askedMembers } from './asked-members.js';
import { finestStepMs } from './extent.js';
import { chooseGrid, type Grid, ROLLUP_MS } from './grid.js';
import { readLines } from './lines.js';
import { RecentHosts } from './recent/recent-hosts.js';
import { describeGrid, seriesOf } from './series.answer.js';
import { refusalOf, type SeriesAnswer, type SeriesRequest } from './series.js';
import { type Shareable, SharedAnswers } from './shared/shared-answers.js';
import { keepMsOf, nameOf } from './shared/series-name.js';
import { onOpenedSnapshot, type Opening } from './snapshot.js';
import { WideTurns } from './wide-turns.js';

type Answered = Decoded<SeriesAnswer>;

/** Some hundred charts of a few lines. */
const MOST_KEPT_BYTES = 32 * 2 ** 20;
/** Beside its values, a line has names and objects; and so has an answer without any. */
const BYTES_A_LINE = 1_000;
const BYTES_AN_ANSWER = 2_000;

/** Answers what charts ask: rates over time, with gaps told apart from zeros; once for all who ask the same within a step. */
@Injectable()
export class SeriesQuery {
  private readonly answers = new SharedAnswers<Answered>(MOST_KEPT_BYTES);
  private readonly recent = new RecentHosts();

  constructor(
    @Inject(DATABASE) private readonly database: Pool,
    private readonly wide: WideTurns,
  ) {}

  /** The rates asked for, or what is wrong with the request. */
  async answer(request: SeriesRequest): Promise<Answered> {
    const refusal = refusalOf(request);
    if (refusal) return { ok: false, refusal };
    return this.answers.of(nameOf(request), () => this.work(request));
  }

  private work(request: SeriesRequest): Promise<Shareable<Answered>> {
    return this.wide.answer(request, () => this.workNow(request));
  }

  private async workNow(request: SeriesRequest): Promise<Shareable<Answered>> {
    const askedMs = Date.now();
    const answer = await onOpenedSnapshot(this.database, (client, opening) =>
      answerOn(client, request, opening, this.recent),
    );
    if (!answer.ok) return { answer, keepMs: 0, bytes: 0 };
    return { answer, keepMs: keepMsOf(request, answer.value.stepMs, askedMs), bytes: bytesOf(request, answer.value) };
  }
}

/** What an answer holds in memory, about. */
function bytesOf({ counters, measures, compareMs }: SeriesRequest, { at, series }: SeriesAnswer): number {
  const rows = (1 + counters.length * (1 + measures.length)) * (compareMs === null ? 1 : 2);
  const bytesARow = at.length * Float64Array.BYTES_PER_ELEMENT;
  return BYTES_AN_ANSWER + bytesARow + series.length * (BYTES_A_LINE + rows * bytesARow);
}

async function answerOn(
  client: ClientBase,
  request: SeriesRequest,
  { horizons, moment }: Opening,
  recent: RecentHosts,
): Promise<Answered> {
  const earliestMs = request.fromMs - (request.compareMs ?? 0);
  const asked = await askedMembers(client, { ...request, fromMs: earliestMs });
  if (!asked.ok) return asked;
  const members = asked.value;
  const grid = chooseGrid(request.fromMs, request.toMs, request.points, finestStepMs(horizons, earliestMs));
  const earlier = request.compareMs === null ? null : earlierGrid(grid, request.compareMs, horizons);
  const lines = await readLines(client, request, members, grid, earlier, { hosts: recent, moment });
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
