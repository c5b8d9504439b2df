/** The partition that a host belongs to: the same in all processes. */
export function partitionOf(hostUuid: string, partitions: number): number {
  return Number.parseInt(hostUuid.slice(0, 8), 16) % partitions;
}
