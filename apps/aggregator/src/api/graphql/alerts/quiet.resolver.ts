import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Int, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { isUuid } from '@weir/model';
import type { Pool } from 'pg';
import type { Caller } from '../../../access/caller.js';
import { nextSpans, readMaintenance } from '../../../alert/quiet/maintenance.js';
import { readSilence } from '../../../alert/quiet/quiet.js';
import { AlertFeed } from '../../../live/alert.feed.js';
import {
  deleteMaintenance,
  endSilence,
  type MaintenanceRow,
  readMaintenances,
  readPastSilences,
  readSilences,
  type SilenceRow,
  writeMaintenance,
  writeSilence,
} from '../../../store/alerts/quiet.js';
import { DATABASE, READERS } from '../../../store/database.js';
import { authorOf } from '../access/author.js';
import { badUserInput } from '../errors.js';
import { type AnsweredWindow, asSilence, asWindow, maintenanceOf, silenceOf } from './as-quiet.js';
import { refusalsOfCount } from './most-settings.js';
import {
  MaintenanceTimeType,
  MaintenanceWindowInput,
  MaintenanceWindowResult,
  MaintenanceWindowType,
  SilenceInput,
  SilenceResult,
  SilenceType,
} from './quiet.type.js';

const MOST_PAST = 200;
const MOST_TIMES = 20;
const USUAL_TIMES = 3;

@Resolver(() => MaintenanceWindowType)
export class QuietResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
    private readonly feed: AlertFeed,
  ) {}

  @Query(() => [SilenceType], {
    description: 'Times of quiet that were asked for, that which ends first before others.',
  })
  async silences(
    @Args('over', {
      type: () => Boolean,
      nullable: true,
      defaultValue: false,
      description: `Those that are over instead, the newest first, ${MOST_PAST} at most.`,
    })
    areOver: boolean | null,
  ): Promise<SilenceType[]> {
    const rows = await (areOver ? readPastSilences(this.readers, MOST_PAST) : readSilences(this.readers));
    return rows.flatMap((row) => silenceIn(row));
  }

  @Query(() => [MaintenanceWindowType], { description: 'Times of quiet that come again and again, by name.' })
  async maintenanceWindows(): Promise<AnsweredWindow[]> {
    const rows = await readMaintenances(this.readers);
    return rows.flatMap((row) => windowIn(row)).sort((one, other) => one.name.localeCompare(other.name));
  }

  @ResolveField(() => [MaintenanceTimeType], { description: 'When it comes next, the time that lasts now included.' })
  nextTimes(
    @Parent() { maintenance }: AnsweredWindow,
    @Args('count', {
      type: () => Int,
      nullable: true,
      defaultValue: USUAL_TIMES,
      description: `How many, 1 to ${MOST_TIMES}.`,
    })
    count: number | null,
  ): MaintenanceTimeType[] {
    const asked = count ?? USUAL_TIMES;
    if (!(asked >= 1 && asked <= MOST_TIMES))
      throw badUserInput({ field: 'count', reason: `is not between 1 and ${MOST_TIMES}` });
    return nextSpans(maintenance, Date.now(), asked).map(({ fromMs, toMs }) => ({
      from: new Date(fromMs),
      until: new Date(toMs),
    }));
  }

  @Mutation(() => SilenceResult, { description: 'Keeps alerts quiet for a time: they go on, but nobody is told.' })
  async silence(
    @Args('input', { description: 'Which alerts, for how long, and why.' }) input: SilenceInput,
    @Context('caller') caller: Caller,
  ): Promise<SilenceResult> {
    if (input.id != null && !isUuid(input.id)) return { silence: null, refusals: [noSilence('id')] };
    const id = input.id ?? randomUUID();
    const { given, read } = silenceOf(input, authorOf(caller, input.by), id, Date.now());
    if (!read.ok) return { silence: null, refusals: read.refusals };
    const { fromMs, untilMs } = read.silence;
    if (untilMs <= Date.now())
      return { silence: null, refusals: [{ field: 'until', reason: 'must be later than now' }] };
    const refusals = await refusalsOfCount(this.pool, 'silences', [id], 'scope');
    if (refusals.length > 0) return { silence: null, refusals };
    await writeSilence(this.pool, { id, given, fromMs, untilMs });
    this.feed.tellSetting();
    return { silence: asSilence(read.silence, Date.now()), refusals: [] };
  }

  @Mutation(() => ID, { description: 'Ends a silence now: what still fires is told. Answers its id.' })
  async endSilence(@Args('id', { type: () => ID, description: 'Id of the silence.' }) id: string): Promise<string> {
    if (!isUuid(id) || !(await endSilence(this.pool, id))) throw badUserInput(noSilence('id'));
    this.feed.tellSetting();
    return id;
  }

  @Mutation(() => MaintenanceWindowResult, { description: 'Saves a maintenance window: a new one, or that of the id.' })
  async saveMaintenanceWindow(
    @Args('input', { description: 'Which alerts, and when.' }) input: MaintenanceWindowInput,
  ): Promise<MaintenanceWindowResult> {
    if (input.id != null && !isUuid(input.id)) return { window: null, refusals: [noWindow('id')] };
    const id = input.id ?? randomUUID();
    const { given, read } = maintenanceOf(input, id);
    if (!read.ok) return { window: null, refusals: read.refusals };
    const refusals = await refusalsOfCount(this.pool, 'windows', [id], 'name');
    if (refusals.length > 0) return { window: null, refusals };
    await writeMaintenance(this.pool, { id, given });
    this.feed.tellSetting();
    return { window: asWindow(read.maintenance, Date.now()), refusals: [] };
  }

  @Mutation(() => ID, { description: 'Deletes a maintenance window; what it keeps quiet is told. Answers its id.' })
  async deleteMaintenanceWindow(
    @Args('id', { type: () => ID, description: 'Id of the window.' }) id: string,
  ): Promise<string> {
    if (!isUuid(id) || !(await deleteMaintenance(this.pool, id))) throw badUserInput(noWindow('id'));
    this.feed.tellSetting();
    return id;
  }
}

const noSilence = (field: string) => ({ field, reason: 'is that of no silence that lasts' });
const noWindow = (field: string) => ({ field, reason: 'is that of no maintenance window' });

/** One that another version wrote, and this one does not understand, is not run either. It was ended when its row says so. */
function silenceIn({ given, untilMs }: SilenceRow): SilenceType[] {
  const read = readSilence(given);
  return read.ok ? [asSilence({ ...read.silence, untilMs }, Date.now())] : [];
}

function windowIn({ given }: MaintenanceRow): AnsweredWindow[] {
  const read = readMaintenance(given);
  return read.ok ? [asWindow(read.maintenance, Date.now())] : [];
}
