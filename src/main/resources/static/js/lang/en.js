import counter from './en/counter.js';
import manager from './en/manager.js';
import offline from './en/offline.js';
import room from './en/room.js';
import status from './en/status.js';
import tariffs from './en/tariffs.js';
import undo from './en/undo.js';

/** What people read; each file of en/ has its twin in es/, with the same keys. */
export default { ...counter, ...manager, ...offline, ...room, ...status, ...tariffs, ...undo };
