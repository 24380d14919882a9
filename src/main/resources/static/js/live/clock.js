/** A difference above this is a clock that was set, not a network that was slow. */
const JUMP_MS = 5_000;

/**
 * The server's clock, from the times that its answers and events show. Each is a little old when it
 * arrives, so of all of them the latest is the nearest.
 */
export class ServerClock {
  /** @type {number | null} */
  #ahead = null;

  /** @param {number} serverMs */
  heard(serverMs) {
    const ahead = serverMs - Date.now();
    const jumped = this.#ahead === null || Math.abs(ahead - this.#ahead) > JUMP_MS;
    this.#ahead = jumped ? ahead : Math.max(ahead, Number(this.#ahead));
  }

  now() {
    return Date.now() + (this.#ahead ?? 0);
  }
}
