#include <cstdio>

#include "leeway/base/version.h"

int main() {
  std::printf("leeway %s\n", leeway::version());
  return 0;
}
