-- Three-line orders for wrk: each thread is a till with one connection, its own register and its
-- own keys. Run it with as many threads as connections; `bin/load bench` does.
--
--   COMANDA_TOKEN  bearer token          LOAD_HOT     1: LOAD-100 is in every order, else spread
--   LOAD_RUN       0..4095, names a run  LOAD_REPLAY  n: send each till's first n orders of that
--   LOAD_BASE_MS   clock of its keys                  run again, over and over; 0: new orders
--
-- A key is a UUIDv7 of base clock + counter, run, till, counter: nothing random, so that a replay
-- needs no list and the bench can look in the database for a missing counter.

local threads = {}

function setup(thread)
    thread:set("till", #threads)
    table.insert(threads, thread)
end

local PRODUCTS, HOT = 200, 100
local run = tonumber(os.getenv("LOAD_RUN") or 0)
local base_ms = tonumber(os.getenv("LOAD_BASE_MS") or os.time() * 1000)
local hot = os.getenv("LOAD_HOT") == "1"
local replay = tonumber(os.getenv("LOAD_REPLAY") or 0)
local head, verifying

sent = 0   -- global: done() reads it from each thread

function init()
    head = "POST /api/orders HTTP/1.1\r\nHost: " .. wrk.host .. ":" .. (wrk.port or "80")
        .. "\r\nAuthorization: Bearer " .. (os.getenv("COMANDA_TOKEN") or "")
        .. "\r\nContent-Type: application/json\r\nIdempotency-Key: "
    verifying = till == 0   -- wrk parses one request of the first thread before it starts
end

local function key(counter)
    local ms = base_ms + counter
    return string.format("%08x-%04x-7%03x-%04x-%012x", math.floor(ms / 65536), ms % 65536, run,
        0x8000 + till, counter)
end

-- Park and Miller's generator: exact in doubles, the same cart for the same run, till and counter.
local function cart(counter)
    local x = (run * 524287 + till * 8191 + counter * 127) % 2147483646 + 1
    local function pick()
        x = x * 16807 % 2147483647
        return x % PRODUCTS + 1
    end
    pick()
    local a = hot and HOT or pick()
    local b, c = pick(), pick()
    while b == a do b = pick() end
    while c == a or c == b do c = pick() end
    return string.format('{"register":"LOAD-%d","lines":[{"sku":"LOAD-%03d","quantity":1},'
        .. '{"sku":"LOAD-%03d","quantity":1},{"sku":"LOAD-%03d","quantity":1}],'
        .. '"tenders":[{"method":"card"}]}', till + 1, a, b, c)
end

function request()
    local counter = replay > 0 and sent % replay or sent
    local body = cart(counter)
    local text = head .. key(counter) .. "\r\nContent-Length: " .. #body .. "\r\n\r\n" .. body
    if verifying then
        verifying = false
    else
        sent = sent + 1
    end
    return text
end

function done(summary, latency)
    local counts = {}
    for _, thread in ipairs(threads) do
        table.insert(counts, thread:get("sent"))
    end
    local e = summary.errors
    print(string.format("RESULT %d %d %d %d %.0f %.0f %.0f %s", summary.requests,
        summary.duration, e.status, e.connect + e.read + e.write + e.timeout,
        latency:percentile(50), latency:percentile(95), latency:percentile(99),
        table.concat(counts, ",")))
end
