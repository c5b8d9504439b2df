import { Inject } from '@nestjs/common';
import { Args, Context, Field, ID, Mutation, ObjectType, Query, Resolver, Subscription } from '@nestjs/graphql';
import type { Pool } from 'pg';
import type { Caller } from '../../../access/caller.js';
import { AlertFeed } from '../../../live/alert.feed.js';
import type { ListedAlert } from '../../../query/alerts/alert.js';
import { AlertRepository } from '../../../query/alerts/alerts.js';
import { ChannelRepository } from '../../../query/alerts/channels.js';
import { IncidentRepository } from '../../../query/alerts/incidents.js';
import { askToAcknowledge, isRequestDone } from '../../../store/alerts/requests.js';
import { readWatch } from '../../../store/alerts/watch.js';
import { DATABASE, READERS } from '../../../store/database.js';
import { authorOf, UNLESS_NAMED } from '../access/author.js';
import { badUserInput } from '../errors.js';
import { alertNewsSeen } from '../scope/alert-news-seen.js';
import { AlertSummaryType, AlertType } from './alert.type.js';
import { type AlertNews, AlertWatch, MOST_TOLD } from './alert-watch.js';

@ObjectType('AlertNews', { description: 'What changed about alerts.' })
class AlertNewsType {
  @Field(() => [AlertType], {
    description: `Alerts that began, changed or ended, as they are now; ${MOST_TOLD} at most.`,
  })
  readonly alerts: readonly ListedAlert[];

  @Field(() => [ID], { description: 'Ids of alerts that are no more: they were PENDING, and over before they fired.' })
  readonly gone: readonly string[];

  @Field(() => [ID], { description: `Ids of incidents that opened, changed or were over; ${MOST_TOLD} at most.` })
  readonly incidents: readonly string[];

  @Field(() => Boolean, {
    description: 'Whether rules, channels, silences, windows or annotations were changed: ask for them again.',
  })
  readonly areSettings: boolean;

  @Field(() => Boolean, { description: 'Whether more changed than is told: ask for the lists again.' })
  readonly isMore: boolean;
}

@ObjectType('AcknowledgeResult', { description: 'What came of an acknowledgement.' })
class AcknowledgeResult {
  @Field(() => [AlertType], { description: 'The alerts, as they are now.' })
  readonly alerts: readonly ListedAlert[];

  @Field(() => Boolean, {
    description: 'Whether it was taken; else it is on its way, to be taken as soon as rules are looked at again.',
  })
  readonly isTaken: boolean;
}

/** Rules are looked at every second, and this is told with the first look after some time. */
const HEARD_WITHIN_MS = 30_000;
const TAKEN_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 50;
const MOST_ACKNOWLEDGED = 500;
const LONGEST_NAME = 120;
const LONGEST_NOTE = 1_000;

@Resolver()
export class AlertLiveResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
    private readonly repository: AlertRepository,
    private readonly channels: ChannelRepository,
    private readonly incidents: IncidentRepository,
    private readonly watch: AlertWatch,
    private readonly feed: AlertFeed,
  ) {}

  @Query(() => AlertSummaryType, { description: 'How things stand: what fires now, and whether somebody looks.' })
  async alertSummary(): Promise<AlertSummaryType> {
    const [counts, state, channels] = await Promise.all([
      this.repository.counts(),
      readWatch(this.readers),
      this.channels.all(),
    ]);
    const lookedMs = state?.lookedMs ?? null;
    return {
      ...counts,
      evaluatedAt: lookedMs === null ? null : new Date(lookedMs),
      isRunning: lookedMs !== null && Date.now() - lookedMs < HEARD_WITHIN_MS,
      ...{ ruleCount: state?.rules ?? 0, watchedCount: state?.watched ?? 0 },
      channelCount: channels.filter(({ isEnabled }) => isEnabled).length,
    };
  }

  @Subscription(() => AlertNewsType, {
    description: 'Alerts as they begin, change and end, and that settings of theirs were changed.',
    resolve: (news: AlertNews): AlertNews => news,
  })
  alertsChanged(): Promise<AsyncIterableIterator<AlertNews>> {
    const stored = { alerts: this.repository, incidents: this.incidents };
    return alertNewsSeen(() => this.watch.subscribe(), stored);
  }

  @Mutation(() => AcknowledgeResult, {
    description: 'Says that somebody takes care of alerts that fire. Others of these ids stay as they are.',
  })
  async acknowledgeAlerts(
    @Args('ids', { type: () => [ID], description: `Ids of alerts, ${MOST_ACKNOWLEDGED} at most.` }) ids: string[],
    @Args('note', {
      type: () => String,
      nullable: true,
      defaultValue: '',
      description: `What others should know; ${LONGEST_NOTE} characters at most.`,
    })
    note: string | null,
    @Args('by', {
      type: () => String,
      nullable: true,
      defaultValue: 'somebody',
      description: `Who does. ${UNLESS_NAMED}`,
    })
    by: string | null,
    @Context('caller') caller: Caller,
  ): Promise<AcknowledgeResult> {
    const asked = { alertIds: ids, note: note ?? '', by: authorOf(caller, by) };
    refuseUnfit(asked);
    const alerts = await this.repository.byIds(ids);
    const unknown = ids.find((id) => !alerts.some((alert) => alert.id === id));
    if (unknown !== undefined) throw badUserInput({ field: 'ids', reason: `hold ${unknown}, which is no alert` });
    const position = await askToAcknowledge(this.pool, asked);
    this.feed.tellSetting();
    const isTaken = await this.isTaken(position);
    return { alerts: await this.repository.byIds(ids), isTaken };
  }

  private async isTaken(position: number): Promise<boolean> {
    const untilMs = Date.now() + TAKEN_WITHIN_MS;
    for (;;) {
      if (await isRequestDone(this.pool, position)) return true;
      if (Date.now() >= untilMs) return false;
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }
}

function refuseUnfit({ alertIds, note, by }: { alertIds: string[]; note: string; by: string }): void {
  const isFit = (text: string, least: number, most: number): boolean =>
    text.trim().length >= least && text.length <= most && !/[\0\p{Surrogate}]/u.test(text);
  if (alertIds.length === 0 || alertIds.length > MOST_ACKNOWLEDGED || !alertIds.every((id) => isFit(id, 1, 64)))
    throw badUserInput({ field: 'ids', reason: `must be 1 to ${MOST_ACKNOWLEDGED} ids of alerts` });
  if (!isFit(note, 0, LONGEST_NOTE))
    throw badUserInput({ field: 'note', reason: `must be at most ${LONGEST_NOTE} characters, without NUL` });
  if (!isFit(by, 1, LONGEST_NAME))
    throw badUserInput({ field: 'by', reason: `must be 1 to ${LONGEST_NAME} characters, without NUL` });
}
