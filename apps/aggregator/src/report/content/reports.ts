import { Injectable } from '@nestjs/common';
import {
  type Decoded,
  type Refusal,
  type Report,
  type ReportBlock,
  REPORT_SECTIONS,
  type ReportSection,
} from '@weir/model';
import { forAskerOfNow } from '../../background/for-asker.js';
import { type Section, section, text } from './blocks.js';
import { ReportContext } from './context.js';
import { headOf, titleOf } from './head.js';
import { KINDS, SECTIONS } from './kinds.js';
import type { ReportRequest } from './report-request.js';
import { ReportSources } from './sources.js';
import { subjectOf } from './subject.js';
import { momentText } from './times.js';

type OnPart = (done: number, all: number) => void;

/** Makes reports out of what is stored. */
@Injectable()
export class Reports {
  constructor(private readonly sources: ReportSources) {}

  /** What is wrong with a request, before any figure is read; null = nothing. */
  async refusalOf(request: ReportRequest): Promise<Refusal | null> {
    const title = await this.titleOf(request);
    return title.ok ? null : title.refusal;
  }

  /** What a report is called, or what is wrong with the request, before any figure is read. */
  async titleOf(request: ReportRequest): Promise<Decoded<string>> {
    const subject = await subjectOf(this.sources, request);
    return subject.ok ? { ok: true, value: titleOf({ request, subject: subject.value }) } : subject;
  }

  /**
   * Opens a report, or says what is wrong with the request. Its blocks are made as they are taken, for whoever opened it: of the
   * hosts that they see, whoever takes them. `onPart` hears how many of its parts are made, and how many it has.
   */
  async open(request: ReportRequest, onPart: OnPart = () => undefined): Promise<Decoded<Report>> {
    const subject = await subjectOf(this.sources, request);
    if (!subject.ok) return subject;
    const context = new ReportContext(this.sources, request, subject.value, Date.now());
    const blocks = forAskerOfNow(blocksOf(context, sectionsOf(request), onPart));
    return { ok: true, value: { head: await headOf(context), blocks } };
  }
}

function sectionsOf({ kind, sections }: ReportRequest): readonly Section[] {
  if (kind !== 'custom') return KINDS[kind];
  return REPORT_SECTIONS.filter((each) => sections?.includes(each)).map((each: ReportSection) => SECTIONS[each]);
}

async function* blocksOf(
  context: ReportContext,
  sections: readonly Section[],
  onPart: OnPart,
): AsyncGenerator<ReportBlock> {
  if (await context.isEmpty()) {
    yield section('summary', 'Summary');
    yield text(emptyText(context), 'warning');
  }
  for (const [done, each] of sections.entries()) {
    onPart(done, sections.length);
    yield* each(context);
  }
  onPart(sections.length, sections.length);
}

function emptyText({ request: { fromMs, toMs, timeZone }, nowMs }: ReportContext): string {
  if (fromMs >= nowMs) return 'This range is still to come.';
  const [from, to] = [fromMs, toMs].map((ms) => momentText(ms, timeZone));
  return (
    `No traffic is known between ${from ?? ''} and ${to ?? ''}: no host that this report is about told of any then, or it is kept no ` +
    'longer. Ask for another range, or for another filter.'
  );
}
