/** Items in the order in which they were last touched. Linked through the items themselves: nothing is looked up, and nothing is made. */
interface Linked<Item> {
  older: Item | undefined;
  newer: Item | undefined;
}

export class RecentList<Item extends Linked<Item>> {
  #oldest: Item | undefined;
  #newest: Item | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get oldest(): Item | undefined {
    return this.#oldest;
  }

  touch(item: Item): void {
    if (item === this.#newest) return;
    this.remove(item);
    item.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = item;
    else this.#newest.newer = item;
    this.#newest = item;
    this.#size += 1;
  }

  /** Nothing happens where it is not in the list. */
  remove(item: Item): void {
    const { older, newer } = item;
    if (older === undefined && item !== this.#oldest) return;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    item.older = undefined;
    item.newer = undefined;
    this.#size -= 1;
  }
}
