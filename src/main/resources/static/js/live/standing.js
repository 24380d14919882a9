/**
 * How it stands with the server:
 * - `connecting`: for the first time
 * - `online`: what is shown is what is; by socket, or by polling where sockets do not get through
 * - `reconnecting`: just lost
 * - `offline`: lost for a while
 * - `refused`: whoever asks is not let in
 *
 * @typedef {'connecting' | 'online' | 'reconnecting' | 'offline' | 'refused'} State
 */

/** So often something fails before "reconnecting" is told as "offline". */
const OFFLINE_AFTER = 3;
const NOT_LET_IN = new Set([401, 403]);

/** Whether what is shown can be believed; `change` is dispatched when it was found out anew. */
export class Standing extends EventTarget {
  #failures = 0;

  /** @type {State} */
  state = 'connecting';
  /** When what is shown was last known to be what is, by this machine's clock; 0: never. */
  freshAt = 0;

  fresh() {
    this.#failures = 0;
    this.freshAt = Date.now();
    this.#be('online');
  }

  /**
   * @param {import('../api.js').Answer} [answer] to what failed
   * @returns {boolean} whether it is refused, so that trying again changes nothing
   */
  failed(answer) {
    this.#failures++;
    if (answer && NOT_LET_IN.has(answer.status)) {
      this.refused();
    } else if (this.#failures >= OFFLINE_AFTER) {
      this.#be('offline');
    } else if (this.state !== 'connecting') {
      this.#be(navigator.onLine ? 'reconnecting' : 'offline');
    }
    return this.state === 'refused';
  }

  refused() {
    this.#be('refused');
  }

  /** @param {State} state */
  #be(state) {
    this.state = state;
    this.dispatchEvent(new Event('change'));
  }
}
