import { Inject } from '@nestjs/common';
import { Args, Mutation, Query, Resolver } from '@nestjs/graphql';
import type { Pool } from 'pg';
import { CHANNEL_FORMS } from '../../../alert/channel/kinds.js';
import { readPace } from '../../../alert/notify/read-pace.js';
import { Reader } from '../../../alert/rule/reader.js';
import { AlertFeed } from '../../../live/alert.feed.js';
import { type ChannelFacts, type Delivery, DeliveryRepository } from '../../../query/alerts/deliveries.js';
import { ChannelRepository, type ListedChannel } from '../../../query/alerts/channels.js';
import { refusalOfNul } from '../../../query/nul.js';
import { type ChannelRow, deleteChannel, readChannel, writeChannel } from '../../../store/alerts/channels.js';
import { DATABASE } from '../../../store/database.js';
import { accepted, badUserInput, refuseIf } from '../errors.js';
import { AFTER, FIRST, pageOf } from '../page-args.js';
import { type Connection, connectionOf } from '../types/page.type.js';
import { DeliveryStateEnum } from './alert.enums.js';
import { ChannelForms, notSent } from './channel-form.js';
import { refusalsOfCount } from './most-settings.js';
import {
  ChannelInput,
  ChannelKindType,
  ChannelResult,
  ChannelTestType,
  ChannelType,
  DeliveryConnection,
  PaceType,
} from './channel.type.js';

const NEWEST_FIRST = { by: 'made', direction: 'descending' } as const;
const NAME = { type: () => String, description: 'Name of the channel.' };

@Resolver()
export class ChannelResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    private readonly repository: ChannelRepository,
    private readonly log: DeliveryRepository,
    private readonly forms: ChannelForms,
    private readonly feed: AlertFeed,
  ) {}

  @Query(() => [ChannelType], { description: 'Ways to tell people of alerts, by name.' })
  async channels(): Promise<ChannelType[]> {
    const channels = await this.repository.all();
    const facts = new Map(
      (await this.log.factsOf(channels.map(({ name }) => name))).map((each) => [each.channel, each]),
    );
    return channels.map((channel) => asChannel(channel, facts.get(channel.name)));
  }

  @Query(() => [ChannelKindType], { description: 'Kinds of channels, and what each is set by.' })
  channelKinds(): readonly ChannelKindType[] {
    return CHANNEL_FORMS;
  }

  @Query(() => DeliveryConnection, { description: 'Messages to channels and what became of them, the newest first.' })
  deliveries(
    @Args('channel', { type: () => String, nullable: true, description: 'Only those to this channel.' })
    channel: string | null,
    @Args('state', { type: () => DeliveryStateEnum, nullable: true, description: 'Only those that this became of.' })
    state: Delivery['state'] | null,
    @Args('first', FIRST) first: number | null,
    @Args('after', AFTER) after: string | null,
  ): Connection<Delivery> {
    const asked = { filter: {}, channel: channel ?? null, state: state ?? null };
    return connectionOf(accepted(this.log.list(asked, pageOf(NEWEST_FIRST, 'made', first, after))));
  }

  @Mutation(() => ChannelResult, {
    description: 'Saves a channel: a new one, or that of the name. What waits to be sent to it is tried again.',
  })
  async saveChannel(@Args('input', { description: 'The channel.' }) input: ChannelInput): Promise<ChannelResult> {
    const read = this.forms.read(input, await this.before(input.name));
    const refusals = read.ok ? await refusalsOfCount(this.pool, 'channels', [input.name], 'name') : read.refusals;
    if (!read.ok || refusals.length > 0) return { channel: null, refusals };
    await writeChannel(this.pool, read.row);
    this.feed.tellSetting();
    return { channel: await this.known(input.name), refusals: [] };
  }

  @Mutation(() => String, {
    description: 'Deletes a channel; what waits to be sent to it is given up. Answers its name.',
  })
  async deleteChannel(@Args('name', NAME) name: string): Promise<string> {
    refuseIf(refusalOfNul('name', [name]));
    if (!(await deleteChannel(this.pool, name))) throw badUserInput({ field: 'name', reason: 'is that of no channel' });
    this.feed.tellSetting();
    return name;
  }

  @Mutation(() => ChannelTestType, {
    description:
      'Sends a message that only shows that a channel works, as it is stored or as a form has it; nothing is saved.',
  })
  async testChannel(
    @Args('name', { type: () => String, nullable: true, description: 'That is stored.' }) name: string | null,
    @Args('input', { type: () => ChannelInput, nullable: true, description: 'Or as a form has it.' })
    input: ChannelInput | null,
  ): Promise<ChannelTestType> {
    if ((name == null) === (input == null))
      throw badUserInput({ field: 'name', reason: 'or input must be given, one of them' });
    if (input != null) {
      const read = this.forms.read(input, await this.before(input.name));
      return read.ok ? this.forms.test(read.row) : notSent(read.refusals);
    }
    const row = await this.before(name ?? '');
    if (!row) throw badUserInput({ field: 'name', reason: 'is that of no channel' });
    return this.forms.test(row);
  }

  private async before(name: string): Promise<ChannelRow | null> {
    return refusalOfNul('name', [name]) ? null : readChannel(this.pool, name);
  }

  private async known(name: string): Promise<ChannelType | null> {
    const [channel] = await this.repository.byNames([name]);
    if (!channel) return null;
    const [facts] = await this.log.factsOf([name]);
    return asChannel(channel, facts);
  }
}

/** A channel as it is answered: names of its secrets, never these. */
function asChannel({ pace, ...channel }: ListedChannel, facts: ChannelFacts | undefined): ChannelType {
  return {
    ...{ ...channel, lastSentAt: facts?.lastSentAt ?? null, waitingCount: facts?.waitingCount ?? 0 },
    pace: paceIn(pace),
    lastFailure: failureOf(facts),
  };
}

/** What another version wrote, and this one does not understand, is as usual. */
function paceIn(stored: unknown): PaceType {
  const fields = Reader.of(stored, 'pace', []) ?? Reader.of({}, 'pace', []);
  if (!fields) throw new Error('an object is one');
  return readPace(fields);
}

function failureOf(facts: ChannelFacts | undefined): ChannelType['lastFailure'] {
  if (!facts?.failedAt || facts.failedReason === null) return null;
  return { at: facts.failedAt, field: facts.failedField ?? '', reason: facts.failedReason };
}
