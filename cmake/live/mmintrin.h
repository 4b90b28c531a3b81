#pragma once

// Eigen includes it beside the headers of SSE, which emscripten has, and takes nothing from it.
