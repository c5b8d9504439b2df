import type { ContainerDetail } from '../../api/operations/containers.js';
import type { Tile } from '../../components/KeyTiles.vue';
import { describeValue } from '../../format/unit.js';
import { whyUnknown } from '../interfaces/unknown.js';
import { describeCores } from './words.js';

/** CPU and memory of a container now. */
export function stateTiles({ cpuPercent, memoryBytes, memoryLimitBytes, host }: ContainerDetail): Tile[] {
  const { word } = whyUnknown(host);
  const unknown = (label: string): Tile => ({ label, lines: [{ text: word, isWord: true }] });
  const limit = memoryLimitBytes === null ? 'no limit told' : `of ${describeValue(memoryLimitBytes, 'bytesTotal')}`;
  return [
    cpuPercent === null
      ? unknown('CPU')
      : { label: 'CPU', lines: [{ text: describeCores(cpuPercent) }], hint: 'of one core' },
    memoryBytes === null
      ? unknown('Memory')
      : { label: 'Memory', lines: [{ text: describeValue(memoryBytes, 'bytesTotal') }], hint: limit },
  ];
}
