/** What is never cut: a line of text, a row, a chart. Heights in points. */
export interface Piece {
  readonly height: number;
  /** Room above it, unless it begins a page. */
  readonly gap: number;
  /** Draws it below `top`. */
  readonly draw: (top: number) => void;
  /** Stands on the same page as what follows: a heading, the head of a table. */
  readonly keepsWithNext?: boolean;
  /** Begins a page, unless half of one is left: short chapters share a page. */
  readonly startsPage?: boolean;
  /** Is drawn again above it where it begins a page. */
  readonly head?: Piece;
}

/** Where pieces go, in points from the upper edge; `turn` begins a page. */
export interface Room {
  readonly top: number;
  readonly bottom: number;
  readonly turn: () => void;
}

/** Lays pieces below each other, and begins a page where one does not fit. */
export class Placer {
  private group: Piece[] = [];
  private at: number | undefined;

  constructor(private readonly room: Room) {}

  place(piece: Piece): void {
    this.group.push(piece);
    if (!piece.keepsWithNext) this.settle();
  }

  /** Lays what waited for something to follow. */
  settle(): void {
    const group = this.group.splice(0);
    if (this.heightOf(group) <= this.room.bottom - this.room.top) this.lay(group);
    // No page holds them all: each by itself.
    else for (const piece of group) this.lay([piece]);
  }

  private lay(group: readonly Piece[]): void {
    const [first] = group;
    if (!first) return;
    if (this.at === undefined || this.mustTurn(first, this.at + first.gap + this.heightOf(group)))
      this.turn(first.head);
    for (const piece of group) this.put(piece);
  }

  private mustTurn(first: Piece, end: number): boolean {
    const { top, bottom } = this.room;
    const at = this.at ?? top;
    const isPastHalf = at - top > (bottom - top) / 2;
    return at !== top && ((first.startsPage === true && isPastHalf) || end > bottom);
  }

  private turn(head: Piece | undefined): void {
    this.room.turn();
    this.at = this.room.top;
    if (head) this.put(head);
  }

  private put(piece: Piece): void {
    const at = this.at ?? this.room.top;
    const top = at === this.room.top ? at : at + piece.gap;
    piece.draw(top);
    this.at = top + piece.height;
  }

  /** Without the room above the first. */
  private heightOf(group: readonly Piece[]): number {
    return group.reduce((sum, { height, gap }, index) => sum + height + (index === 0 ? 0 : gap), 0);
  }
}
