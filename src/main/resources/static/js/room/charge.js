/**
 * @typedef {object} RoomSession docs/openapi.json
 * @property {string} id
 * @property {string} seat
 * @property {string} guestName
 * @property {number} people
 * @property {string} status
 * @property {string} startedAt
 * @property {string} [endedAt]
 * @property {string} tariff
 * @property {{fromMinute: number, amount: number}[]} schedule
 * @property {string} scheduleUntil
 * @property {{amount: number}} [charge] once its time is over
 * @property {{id: string, sku: string, name: string, quantity: number, total: number}[]} extras
 * @property {string} [overdueSince] it has been there for too long
 * @property {boolean} [autoEnded] the closing time ended it
 * @property {{reason: string, before: object, after: object}[]} [corrections]
 * @property {number} version
 */

const MINUTE_MS = 60_000;

/** Whole minutes that a session has lasted. @param {RoomSession} session @param {number} now */
export function minutes(session, now) {
  const end = session.endedAt ? Date.parse(session.endedAt) : now;
  return Math.max(0, Math.floor((end - Date.parse(session.startedAt)) / MINUTE_MS));
}

/** What the time costs now: the last step that is not ahead. @param {RoomSession} session */
export function timeAmount(session, now) {
  const minute = minutes(session, now);
  return session.charge?.amount
      ?? session.schedule.findLast(({ fromMinute }) => fromMinute <= minute)?.amount ?? 0;
}

/** @param {RoomSession} session */
export function extrasAmount(session) {
  return session.extras.reduce((sum, extra) => sum + extra.total, 0);
}

/** @param {RoomSession} session @param {number} now */
export function amountNow(session, now) {
  return timeAmount(session, now) + extrasAmount(session);
}

/** Whether its steps end before now, so that it may cost more. @param {RoomSession} session */
export function unsure(session, now) {
  return !session.endedAt && now > Date.parse(session.scheduleUntil);
}

/** The next step, if it is known. @param {RoomSession} session @param {number} now */
export function nextStep(session, now) {
  const minute = minutes(session, now);
  const step = session.endedAt ? undefined
      : session.schedule.find(({ fromMinute }) => fromMinute > minute);
  return step && { amount: step.amount,
    at: new Date(Date.parse(session.startedAt) + step.fromMinute * MINUTE_MS).toISOString() };
}
