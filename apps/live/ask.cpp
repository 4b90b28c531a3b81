// The engine of the live page without the page: answers requests, one a line, on standard output. Tests set
// them beside those of the module.
//
//   ask_live FOLDER WORLD < requests        each answer with its code before it; times go to standard error
//   ask_live --bundle WORLD FILE            what a page takes along of a world and its ledger (tar, packed by
//   gzip)

#include <algorithm>
#include <chrono>
#include <exception>
#include <iostream>
#include <string>

#include "leeway/io/file.h"
#include "leeway/io/gzip.h"
#include "leeway/output/live_page.h"
#include "leeway/policy/ledger_choice.h"
#include "leeway/world/load.h"
#include "live.h"

namespace {

/// An answer on one line. A string in JSON holds no line break, so that those are between values.
std::string one_line(std::string answer) {
  std::replace(answer.begin(), answer.end(), '\n', ' ');
  return answer;
}

/// Runs a call and tells how long it took.
template <class Call>
int timed(const std::string& what, Call call) {
  using Clock = std::chrono::steady_clock;
  const Clock::time_point from = Clock::now();
  const int code = call();
  const std::chrono::duration<double, std::milli> took = Clock::now() - from;
  std::cerr << what << ": " << took.count() << " ms\n";
  return code;
}

int answer_all(const char* folder, const char* world) {
  if (const int code = timed("open", [&] { return leeway_open(folder, world); }); code != 0) {
    std::cout << code << ' ' << leeway_answer() << '\n';
    return code;
  }
  int number = 0;
  for (std::string request; std::getline(std::cin, request);) {
    const int code = timed(std::to_string(++number), [&] { return leeway_ask(request.c_str()); });
    std::cout << code << ' ' << one_line(leeway_answer()) << '\n';
  }
  return 0;
}

int write_bundle(const std::string& name, const std::string& file) {
  const leeway::World world = leeway::open_world(name);
  leeway::write_file_atomically(
      file, leeway::pack_gzip(leeway::live_bundle(world, {"", leeway::ledger_folder(world)})));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc == 4 && std::string(argv[1]) == "--bundle") return write_bundle(argv[2], argv[3]);
    if (argc == 3) return answer_all(argv[1], argv[2]);
    std::cerr << "usage: ask_live FOLDER WORLD < requests\n       ask_live --bundle WORLD FILE\n";
    return 2;
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
    return 2;
  }
}
