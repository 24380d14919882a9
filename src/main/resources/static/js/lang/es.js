import counter from './es/counter.js';
import manager from './es/manager.js';
import offline from './es/offline.js';
import room from './es/room.js';
import status from './es/status.js';
import tariffs from './es/tariffs.js';
import undo from './es/undo.js';

/** Lo que leen las personas; cada archivo de es/ tiene su par en en/, con las mismas claves. */
export default { ...counter, ...manager, ...offline, ...room, ...status, ...tariffs, ...undo };
