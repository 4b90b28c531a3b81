#pragma once

/// The front door of the library: everything that docs/cpp.md shows.

#include "leeway/analysis/comparison.h"
#include "leeway/base/error.h"
#include "leeway/session/measure_builder.h"
#include "leeway/session/session.h"
