/**
 * Counters in Prometheus' text format, one look at them.
 *
 * @typedef {{name: string, labels: Record<string, string>, value: number}} Sample
 */

const LINE = /^(\w+)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"/g;

export class Metrics {
  /** @type {Map<string, Sample[]>} */
  #byName = new Map();

  /** @param {string} text */
  constructor(text) {
    for (const line of text.split('\n')) {
      const found = LINE.exec(line);
      if (found) {
        const [, name, labels = '', value] = found;
        const sample = { name, value: Number(value), labels: Object.fromEntries(
            Array.from(labels.matchAll(LABEL), ([, label, of]) => [label, of])) };
        this.#byName.set(name, [...this.#byName.get(name) ?? [], sample]);
      }
    }
  }

  /** @param {string} name @returns {Sample[]} */
  all(name) {
    return this.#byName.get(name) ?? [];
  }

  /** The sum over all labels; null where there is none. @param {string} name */
  sum(name) {
    const samples = this.all(name);
    return samples.length === 0 ? null
      : samples.reduce((total, { value }) => total + value, 0);
  }

  /**
   * The counts of a timer's buckets over all labels, by their upper bound in seconds.
   *
   * @param {string} name @returns {Map<number, number>} ascending
   */
  buckets(name) {
    const counts = new Map();
    for (const { labels, value } of this.all(`${name}_bucket`)) {
      const bound = labels.le === '+Inf' ? Infinity : Number(labels.le);
      counts.set(bound, (counts.get(bound) ?? 0) + value);
    }
    return new Map([...counts].sort(([a], [b]) => a - b));
  }
}

/**
 * Within what time a part of what came between two looks was done: the bound of a bucket.
 *
 * @param {Map<number, number>} before @param {Map<number, number>} after
 * @param {number} part 0.95
 * @returns {number | null} seconds, Infinity above the last bound; null where nothing came
 */
export function within(before, after, part) {
  const grown = [...after].map(([bound, count]) => [bound, count - (before.get(bound) ?? 0)]);
  const total = grown.at(-1)?.[1] ?? 0;
  return total > 0 ? grown.find(([, count]) => count >= total * part)[0] : null;
}
