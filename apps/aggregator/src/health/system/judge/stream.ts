import { formatCount } from '@weir/model';
import { STREAM_LEVELS, streamShare } from '../../../capacity/fill.js';
import type { SystemFindings } from '../findings.js';
import { bad, good, type Judged, unknown, warn } from '../part.js';

/** NATS, and what waits in it. */
export function streamOf({ isNatsUp, stream }: SystemFindings): Judged {
  if (!isNatsUp)
    return bad(
      'NATS cannot be reached; agents keep what they count on their disks.',
      'See whether NATS runs and whether WEIR_NATS_URL is its address; `weir-aggregator doctor` tells what is amiss.',
    );
  if (!stream) return unknown('The stream cannot be asked yet.', 'It is looked at every 10 s. Nothing is to be done.');
  const share = streamShare(stream);
  const text = `${formatCount(stream.waiting)} ${stream.waiting === 1 ? 'message waits' : 'messages wait'} to be stored${
    stream.maxBytes === null ? '' : `; the stream is ${Math.round(share * 100)} % full`
  }.`;
  const remedy =
    'See whether the database answers, run more processes with the role ingest, or give the stream a greater max_bytes. When it is full, agents keep what they count on their disks.';
  if (share > (STREAM_LEVELS[1] ?? 1)) return bad(text, remedy);
  return share > (STREAM_LEVELS[0] ?? 1) ? warn(text, remedy) : good(text);
}
