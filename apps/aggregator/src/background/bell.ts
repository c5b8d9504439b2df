/** Wakes those who wait for something to have changed; they look again by themselves. */
export class Bell {
  private readonly sleepers: (() => void)[] = [];

  /** Resolves when it is rung next. */
  heard(): Promise<void> {
    return new Promise((resolve) => this.sleepers.push(resolve));
  }

  ring(): void {
    for (const wake of this.sleepers.splice(0)) wake();
  }
}
