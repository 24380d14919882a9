/**
 * Runs `work` while no other tab of this browser holds `name`. Without Web Locks (an old browser,
 * or plain HTTP from another machine) it runs at once: the server still tells one sale from two.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export function locked(name, work) {
  return navigator.locks ? navigator.locks.request(name, work) : work();
}

/**
 * Runs `work`, told whether this tab is the only one that has `name` just now.
 *
 * @template T
 * @param {string} name
 * @param {(mine: boolean) => Promise<T>} work
 * @returns {Promise<T>}
 */
export function free(name, work) {
  return navigator.locks
    ? navigator.locks.request(name, { ifAvailable: true }, lock => work(lock !== null))
    : work(false);
}
