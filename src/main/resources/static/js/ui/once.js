/**
 * Does something once, however often it is asked for in one go.
 *
 * @param {() => void} work
 * @returns {() => void} asks for it
 */
export function once(work) {
  let asked = false;
  return () => {
    if (!asked) {
      asked = true;
      queueMicrotask(() => {
        asked = false;
        work();
      });
    }
  };
}

/**
 * Does something at once, and what is asked for in the time after that once, at its end.
 *
 * @param {() => void} work
 * @param {number} ms
 * @returns {() => void} asks for it
 */
export function paced(work, ms) {
  let [resting, asked] = [false, false];
  const ask = () => {
    asked = true;
    if (!resting) {
      [resting, asked] = [true, false];
      setTimeout(() => {
        resting = false;
        if (asked) ask();
      }, ms);
      work();
    }
  };
  return ask;
}
