import type { AttributionNode, Moved } from './attribution.js';

/** A branch as a row of the tree. */
export interface AttributionRow {
  readonly node: AttributionNode;
  readonly depth: number;
  readonly isOpen: boolean;
  /** Of all that crossed the uplinks, 0 to 1; null where nothing tells. */
  readonly share: number | null;
}

/** The rows that are seen: those whose parents are open. */
export function rowsOf(root: AttributionNode, open: ReadonlySet<string>): AttributionRow[] {
  const whole = both(root.moved);
  const walk = (node: AttributionNode, depth: number): AttributionRow[] => {
    const isOpen = open.has(node.id);
    const crossed = node.crossed && both(node.crossed);
    const row = { node, depth, isOpen, share: crossed === null || whole === 0 ? null : crossed / whole };
    return [row, ...(isOpen ? node.children.flatMap((child) => walk(child, depth + 1)) : [])];
  };
  return walk(root, 0);
}

/** What is open at first: the uplinks, and the network that let out most. */
export function openAtFirst(root: AttributionNode): ReadonlySet<string> {
  const [most] = [...root.children]
    .filter(({ children }) => children.length > 0)
    .sort((left, right) => both(right.moved) - both(left.moved));
  return new Set(most ? [root.id, most.id] : [root.id]);
}

function both({ incoming, outgoing }: Moved): number {
  return incoming + outgoing;
}
