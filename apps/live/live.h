#pragma once

// The engine behind the live page (docs/live.md): three functions of C, the same natively and as WebAssembly.
// None throws or prints; each returns what the program `leeway` would exit with (docs/cli.md): 0 done, 1 not
// certified, 2 bad input, 3 a fault of ours.
#ifdef __cplusplus
extern "C" {
#endif

/// Opens what `folder` holds, laid out as the share folder: data, scenarios, threats; and a world, by name or
/// by its path in there. Whatever was open before is gone.
int leeway_open(const char* folder, const char* world);

/// A question, one JSON object.
int leeway_ask(const char* request);

/// The answer to the last of these calls, one JSON object; until the next.
const char* leeway_answer(void);

#ifdef __cplusplus
}
#endif
