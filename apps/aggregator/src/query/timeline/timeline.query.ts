import { Injectable } from '@nestjs/common';
import type { Decoded } from '@weir/model';
import { type Listed, type PageRequest } from '../page/listing.js';
import type { TimelineAsked, TimelineEntry, TimelineMark } from './entry.js';

/** A chart shows no more. */
export const MOST_MARKS = 200;

@Injectable()
export class TimelineQuery {
  list(_asked: TimelineAsked, _page: PageRequest<'at'>): Decoded<Pick<Listed<TimelineEntry>, 'page' | 'count'>> {
    throw new Error('to come');
  }

  marks(_asked: TimelineAsked): Promise<Decoded<TimelineMark[]>> {
    throw new Error('to come');
  }
}
