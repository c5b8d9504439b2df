import { randomUUID } from 'node:crypto';
import { Inject } from '@nestjs/common';
import { Args, Context, ID, Mutation, Resolver } from '@nestjs/graphql';
import { isUuid, type Refusal } from '@weir/model';
import type { Pool } from 'pg';
import type { Caller } from '../../../access/caller.js';
import { AlertFeed } from '../../../live/alert.feed.js';
import { currentScope } from '../../../query/caller.js';
import { HostRepository } from '../../../query/hosts.js';
import { type AnnotationRow, deleteAnnotation, writeAnnotation } from '../../../store/alerts/annotations.js';
import { DATABASE, READERS } from '../../../store/database.js';
import { authorOf } from '../access/author.js';
import { badUserInput } from '../errors.js';
import { AnnotationInput } from './timeline.input.js';
import { AnnotationResult } from './timeline.type.js';

const LONGEST_TEXT = 1_000;
const LONGEST_NAME = 120;
const YEAR_10000_MS = Date.UTC(10_000, 0);

@Resolver()
export class AnnotationResolver {
  constructor(
    @Inject(DATABASE) private readonly pool: Pool,
    @Inject(READERS) private readonly readers: Pool,
    private readonly hosts: HostRepository,
    private readonly feed: AlertFeed,
  ) {}

  @Mutation(() => AnnotationResult, { description: 'Writes a note into the timeline.' })
  async annotate(
    @Args('input', { description: 'The note.' }) input: AnnotationInput,
    @Context('caller') caller: Caller,
  ): Promise<AnnotationResult> {
    const { at, until, hostId, text, author } = input;
    const row: AnnotationRow = {
      ...{ id: randomUUID(), atMs: at?.getTime() ?? Date.now(), untilMs: until?.getTime() ?? null },
      ...{ hostId: hostId ?? null, text, author: authorOf(caller, author) },
    };
    const refusals = [...refusalsOf(row), ...(await this.refusalsOfHost(row.hostId))];
    if (refusals.length > 0) return { annotation: null, refusals };
    await writeAnnotation(this.pool, row);
    this.feed.tellSetting();
    const { atMs, untilMs, ...rest } = row;
    const times = { at: new Date(atMs), until: untilMs === null ? null : new Date(untilMs), createdAt: new Date() };
    return { annotation: { ...rest, ...times }, refusals: [] };
  }

  @Mutation(() => ID, { description: 'Deletes a note; answers its id.' })
  async deleteAnnotation(
    @Args('id', { type: () => ID, description: 'Id of the annotation.' }) id: string,
  ): Promise<string> {
    if (!isUuid(id) || !(await this.isSeen(id)) || !(await deleteAnnotation(this.pool, id)))
      throw badUserInput({ field: 'id', reason: 'is that of no annotation' });
    this.feed.tellSetting();
    return id;
  }

  private async isSeen(id: string): Promise<boolean> {
    return (await this.readers.query('SELECT FROM annotation WHERE id = $1', [id])).rows.length > 0;
  }

  private async refusalsOfHost(id: string | null): Promise<Refusal[]> {
    if (id === null && currentScope())
      return [{ field: 'hostId', reason: 'must be that of a host: you see some hosts alone' }];
    if (id === null || (isUuid(id) && (await this.hosts.byUuid(id)))) return [];
    return [{ field: 'hostId', reason: 'is that of no host' }];
  }
}

function refusalsOf({ atMs, untilMs, text, author }: AnnotationRow): Refusal[] {
  const isText = (given: string, most: number): boolean =>
    given.trim() !== '' && given.length <= most && !/[\0\p{Surrogate}]/u.test(given);
  const isMoment = (ms: number): boolean => ms >= 0 && ms < YEAR_10000_MS;
  return [
    ...(isMoment(atMs) ? [] : [{ field: 'at', reason: 'is not between the years 1970 and 9999' }]),
    ...(untilMs === null || (isMoment(untilMs) && untilMs > atMs)
      ? []
      : [{ field: 'until', reason: 'must be after at' }]),
    ...(isText(text, LONGEST_TEXT)
      ? []
      : [{ field: 'text', reason: `must be text of 1 to ${LONGEST_TEXT} characters, without NUL` }]),
    ...(isText(author, LONGEST_NAME)
      ? []
      : [{ field: 'author', reason: `must be text of 1 to ${LONGEST_NAME} characters, without NUL` }]),
  ];
}
