// Sweeps through the real program: stopped, killed, in parts and by ranks, and the table is the same.

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <sstream>
#include <thread>

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "program.h"

namespace program {

namespace sweep_test {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using Json = nlohmann::json;

const std::string small_share = (leeway::testing::source_folder() / "tests/data/small_share").string();

class Swept : public Program {
 protected:
  const std::string data = "LEEWAY_DATA='" + small_share + "'";

  std::string plan(const std::string& more = "", int size = 48) const {
    return "title = \"A threat\"\neconomy = \"CAN\"\nas_of = 2025-10-01\nthreat = \"USA on CAN: tariff 60% "
           "on goods, id HIT\"\n"
           "deal = [\"CAN with CHN: pact 50%\"]\n" +
           (more.empty()
                ? "design = \"sobol\"\nsize = " + std::to_string(size) + "\nprobability = 0.2\n" + vary
                : more);
  }
  const std::string vary =
      "[[vary]]\nwhat = \"HIT.rate\"\nname = \"rate\"\ndistribution = \"uniform\"\nlow = \"5%\"\nhigh = "
      "\"60%\"\n"
      "[[vary]]\nwhat = \"theta\"\ndistribution = \"lognormal\"\nsd = 0.2\ncorrelation = 0.3\n"
      "[[vary]]\nwhat = \"closure\"\nvalues = [\"share\", \"balanced\"]\n";

  void put(const std::string& text, const std::string& name = "plan.toml") const {
    write(folder / name, text);
  }
  Outcome swept(const std::string& arguments) const { return run("sweep " + arguments, data); }
  std::string merged(const std::string& name) const {
    const Outcome merge = swept("merge " + name + " -o " + name + ".csv");
    EXPECT_EQ(merge.code, 0) << merge.err;
    return content(folder / (name + ".csv"));
  }
  std::string undisturbed() const {
    const Outcome whole = swept("run plan.toml -o whole --threads 1");
    EXPECT_EQ(whole.code, 0) << whole.err;
    return merged("whole");
  }
  void refused(const std::string& text, const std::string& words) const {
    put(text);
    const Outcome result = swept("plan plan.toml");
    EXPECT_EQ(result.code, 2) << text << result.out;
    EXPECT_THAT(result.err, HasSubstr(words)) << text;
  }
};

TEST_F(Swept, ThreadsShardsAndResumesGiveTheSameBytes) {
  put(plan());
  const std::string expected = undisturbed();
  EXPECT_THAT(expected, HasSubstr("draw,certified,reason,rate,theta "));
  EXPECT_EQ(swept("run plan.toml -o threads --threads 2 --chunk 5").code, 0);
  EXPECT_EQ(merged("threads"), expected);
  // An array by hand, and the rest under another count.
  EXPECT_EQ(swept("run plan.toml -o shards --shard 2/3").code, 0);
  EXPECT_EQ(swept("run plan.toml -o shards --shard 1/3").code, 0);
  const Outcome partial = swept("merge shards -o part.csv");
  EXPECT_EQ(partial.code, 4);
  EXPECT_FALSE(fs::exists(folder / "part.csv"));
  EXPECT_THAT(partial.err, HasSubstr("16 of 48 draws are missing: 2, 5, 8"));
  EXPECT_EQ(swept("merge shards -o part.csv --partial").code, 4);
  EXPECT_EQ(swept("run plan.toml -o shards --threads 2").code, 0);
  EXPECT_EQ(merged("shards"), expected);
  const Outcome nothing = swept("run plan.toml -o shards");
  EXPECT_THAT(nothing.err, HasSubstr("0 of 48 draws to solve"));
}

TEST_F(Swept, AStopCanGoOn) {
  put(plan("", 3000));
  const std::string expected = undisturbed();
  const Outcome stopped = swept("run plan.toml -o stopped --wall 0.3s");
  EXPECT_EQ(stopped.code, 4) << stopped.err;
  EXPECT_THAT(stopped.err, HasSubstr("run the same command again"));
  EXPECT_EQ(swept("run plan.toml -o stopped").code, 0);
  EXPECT_EQ(merged("stopped"), expected);
}

TEST_F(Swept, AnswersAndAgreesWithRoom) {
  put(
      plan("design = \"grid\"\nkeep = [\"gain\", \"loss\", \"p_star\", \"keep real_income CAN\", \"punished "
           "output_volume CAN C29\", \"punished bilateral_exports CAN USA\"]\n[[vary]]\nwhat = \"HIT.rate\"\n"
           "values = [\"60%\"]\n"));
  EXPECT_EQ(swept("run plan.toml -o one").code, 0);
  const Outcome told = swept("report one --json");
  ASSERT_EQ(told.code, 0) << told.err;
  const Json report = Json::parse(told.out);
  const Outcome asked =
      run("room CAN --as-of 2025-10-01 --threat \"USA on CAN: tariff 60% on goods, id HIT\" --deal \"CAN "
          "with CHN: pact 50%\" --quick --json",
          data);
  ASSERT_EQ(asked.code, 0) << asked.err;
  const Json room = Json::parse(asked.out);
  std::map<std::string, double> figures;
  for (const Json& row : report["tables"][0]["rows"]) figures[row[0]] = row[3];
  EXPECT_EQ(figures.size(), 6U);
  // The odds table of room has the gain at probability 0; its leeway is p*.
  EXPECT_THAT(asked.out, HasSubstr(Json(figures["gain"]).dump().substr(0, 6)));
  EXPECT_THAT(asked.out, HasSubstr(Json(figures["p_star"]).dump().substr(0, 6)));
  (void)room;
}

TEST_F(Swept, TellsFansMapsAndIndices) {
  put(plan("design = \"saltelli\"\nsize = 16\n" + vary +
           "[[vary]]\nwhat = \"probability\"\ndistribution = \"uniform\"\nlow = 0\nhigh = 1\n"));
  const Outcome planned = swept("plan plan.toml");
  EXPECT_EQ(planned.code, 0) << planned.err;
  EXPECT_THAT(planned.out,
              AllOf(HasSubstr("96 draws of 3 equilibria"), HasSubstr("second"),
                    Not(HasSubstr("about 1 minutes")), ::testing::ContainsRegex("equilibria +288\n")));
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  const Outcome told = swept("report run --of worth --by closure --map probability,closure");
  EXPECT_EQ(told.code, 0) << told.err;
  for (const char* words :
       {"worth is ", "What the draws say", "How often a sign holds", "worth by closure", "What moves worth",
        "Sobol' indices", "told apart from none", "Which option is best: closure by probability"})
    EXPECT_THAT(told.out, HasSubstr(words));
  EXPECT_THAT(swept("report run --of wroth").err, HasSubstr("did you mean worth?"));
  EXPECT_THAT(swept("report run --by closur").err, HasSubstr("did you mean closure?"));
}

TEST_F(Swept, AReportOfFailedDrawsIsNotCertified) {
  put(
      plan("design = \"grid\"\n[options]\nmax_newton = 1\ntolerance = 1e-16\n[[vary]]\nwhat = "
           "\"HIT.rate\"\nvalues = [\"10%\", \"60%\"]\n"));
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  const Outcome told = swept("report run --json");
  EXPECT_EQ(told.code, 1);
  const Json report = Json::parse(told.out);
  EXPECT_FALSE(report["certified"].get<bool>());
  EXPECT_THAT(report["warnings"].dump(), HasSubstr("2 of 2 did not certify"));
  EXPECT_THAT(report["assumptions"].dump(),
              AllOf(HasSubstr("varies: HIT.rate"), HasSubstr("each of 0.1, 0.6")));
}

TEST_F(Swept, AReportOfAPartSaysSo) {
  put(plan());
  EXPECT_EQ(swept("run plan.toml -o run --shard 1/3").code, 0);
  const Outcome part = swept("report run --json");
  EXPECT_EQ(part.code, 0) << part.err;
  EXPECT_THAT(part.out, HasSubstr("16 of 48 draws are done"));
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  EXPECT_NE(Json::parse(part.out)["run_id"], Json::parse(swept("report run --json").out)["run_id"]);
}

TEST_F(Swept, WhatAPlanCannotSayIsRefusedAtItsPlace) {
  refused(plan("design = \"sobl\"\nsize = 4\n" + vary),
          "plan.toml:6:10: field `design`: unknown design \"sobl\"\n  did you mean sobol?");
  refused(plan("design = \"sobol\"\nsize = 4\nkep = []\n" + vary), "did you mean keep?");
  refused(plan("design = \"sobol\"\nsize = 4\nkeep = [\"worth\"]\n" + vary),
          "give a `probability`, or let it vary");
  refused(plan("design = \"sobol\"\nsize = 4\nkeep = [\"punishd real_income CAN\"]\n" + vary),
          "did you mean punished?");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"closur\"\nvalues = [\"share\"]\n"),
          "did you mean closure?");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"closure\"\nvalues = [\"shere\"]\n"),
          "did you mean share?");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"HIT.quota\"\ndistribution = "
               "\"uniform\"\nlow = 1\nhigh = 2\n"),
          "HIT states no term `quota` that could vary");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"HIT.rate\"\ndistribution = \"uniform\"\nlow "
               "= 0.3\nhigh = 0.2\n"),
          "`high`: is not above `low`\n  exchange the two");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"HIT.rate\"\ndistribution = \"uniform\"\nlow "
               "= 0.3\nhigh = 0.3\n"),
          "`high`: is `low` itself: nothing varies\n  move one of the two");
  for (const char* values : {"what = \"HIT.rate\"\nvalues = [0.1, \"10%\"]\n",
                             "what = \"closure\"\nvalues = [\"share\", \"balanced\", \"share\"]\n",
                             "what = \"as_of\"\nvalues = [2025-10-01, 2025-10-01]\n"})
    refused(plan(std::string("design = \"sobol\"\nsize = 4\n[[vary]]\n") + values), "twice\n  leave one out");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"horizon\"\nvalues = [1, 5]\n"), "horizon");
  for (const char* again :
       {"[[vary]]\nwhat = \"HIT.rate\"\nvalues = [0.1, 0.2]\n",
        "[[vary]]\nwhat = \"HIT.rate\"\nname = \"other\"\nvalues = [0.1, 0.2]\n",
        "[[vary]]\nwhat = \"theta\"\nname = \"other\"\ndistribution = \"normal\"\nsd = 0.1\n"})
    refused(plan("design = \"sobol\"\nsize = 4\n" + vary + again), "varies already");
  refused(plan("design = \"sobol\"\nsize = 4\n[[vary]]\nwhat = \"closure\"\nvalues = [\"share\", "
               "\"balanced\"]\nweights = [1e308, 1e308]\n"),
          "beyond all numbers");
  refused(plan("design = \"sobol\"\nsize = 4\n" + vary +
               "[[vary]]\nwhat = \"probability\"\ndistribution = \"uniform\"\nlow = 0\nhigh = "
               "1\n[[correlation]]\nof = [\"rate\", "
               "\"probability\", \"closure\"]\nmatrix = [[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]]\n"),
          "cannot hold together");
  put(plan());
  EXPECT_EQ(swept("run plan.toml -o run --wall 1").code, 2);
  EXPECT_EQ(swept("run plan.toml -o run --shard 3/2").code, 2);
  EXPECT_EQ(swept("report nowhere").code, 2);
}

TEST_F(Swept, ADamagedFileIsToldAndItsDrawsAreSolvedAgain) {
  put(plan());
  const std::string expected = undisturbed();
  EXPECT_EQ(swept("run plan.toml -o run --threads 1").code, 0);
  const fs::path rows = folder / "run/worker-0000.rows";
  std::string bytes = content(rows);
  for (std::size_t i = 0; i < 40; ++i) bytes[bytes.size() / 2 + i] ^= 0x55;
  write(rows, bytes);
  const std::string words = "worker-0000.rows: bytes ";
  const Outcome told = swept("report run");
  EXPECT_EQ(told.code, 0) << told.err;
  EXPECT_THAT(told.out, AllOf(HasSubstr(words), HasSubstr("are damaged: those draws count as missing")));
  const Outcome refused = swept("merge run -o draws.csv");
  EXPECT_EQ(refused.code, 4);
  EXPECT_THAT(refused.err, AllOf(HasSubstr(words), HasSubstr("draws are missing")));
  EXPECT_EQ(swept("merge run -o draws.csv --partial").code, 4);
  const Outcome again = swept("run plan.toml -o run");
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, AllOf(HasSubstr(words), HasSubstr("sweep run solves them again")));
  EXPECT_EQ(merged("run"), expected);
  EXPECT_EQ(content(rows), bytes) << "it is left as it is";
}

TEST_F(Swept, AnEditedRunIsRefused) {
  put(plan());
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  std::string header = content(folder / "run/run.toml");
  header.replace(header.find("CAN"), 3, "USA");
  write(folder / "run/run.toml", header);
  for (const char* verb : {"report run", "merge run -o draws.csv", "run plan.toml -o run"}) {
    const Outcome result = swept(verb);
    EXPECT_EQ(result.code, 2) << verb;
    EXPECT_THAT(result.err, HasSubstr("run/run.toml: was changed since the run was made")) << verb;
  }
}

TEST_F(Swept, AFullDiskKeepsWhatIsDone) {
  put(plan("", 3000));
  const std::string expected = undisturbed();
  // A limit on files stands for a disk without room.
  const Outcome full = run("sweep run plan.toml -o run --threads 1", "ulimit -f 100; " + data);
  EXPECT_EQ(full.code, 3);
  EXPECT_THAT(full.err, AllOf(HasSubstr("worker-0000.rows cannot be written"), HasSubstr("make room"),
                              HasSubstr("leeway sweep run plan.toml -o run")));
  const Outcome again = swept("run plan.toml -o run");
  EXPECT_EQ(again.code, 0) << again.err;
  EXPECT_THAT(again.err, Not(HasSubstr("3000 of 3000 draws to solve")));
  EXPECT_EQ(merged("run"), expected);
}

TEST_F(Swept, AMergeWritesAllItsFilesOrNone) {
  put(plan("", 8));
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  EXPECT_EQ(swept("merge run -o a.csv -o nowhere/b.sqlite").code, 2);
  EXPECT_FALSE(fs::exists(folder / "a.csv"));
  EXPECT_EQ(swept("merge run -o a.csv -o b.sqlite -o c.dta").code, 0);
  for (const char* name : {"a.csv", "b.sqlite", "c.dta"}) EXPECT_TRUE(fs::exists(folder / name)) << name;
}

// The same question as a brief over draws and as a plan, whose figures are the same to the last bit.
TEST_F(Swept, ABriefOverDrawsIsTheSweepOfItsPlan) {
  const std::string question =
      "brief CAN --as-of 2025-10-01 --threat \"USA on CAN: tariff 60% on goods, id HIT\" --deal \"CAN with "
      "CHN: pact 50%\" ";
  const Outcome asked = run(question + "--draws 40 --seed 3 --json", data);
  ASSERT_EQ(asked.code, 0) << asked.err;
  const Json brief = Json::parse(asked.out);
  const Json& draws = brief["draws"];
  EXPECT_EQ(draws["count"], 40);
  EXPECT_EQ(draws["certified"], 40);
  EXPECT_EQ(draws["seed"], 3);
  put(plan(
      "design = \"sobol\"\nsize = 40\nseed = 3\nkeep = [\"gain\", \"loss\", \"p_star\", \"gain_percent\", "
      "\"loss_percent\"]\n"
      "[[vary]]\nwhat = \"elasticities\"\nvalues = [\"FGO\", \"CP\"]\n"
      "[[vary]]\nwhat = \"theta\"\ndistribution = \"lognormal\"\nsd = 0.25\ncorrelation = 0.3\n"
      "[[vary]]\nwhat = \"supply\"\nvalues = [\"low\", \"central\", \"high\"]\nweights = [1, 2, 1]\n"
      "[[vary]]\nwhat = \"closure\"\nvalues = [\"share\", \"balanced\"]\n"));
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  const Json report = Json::parse(swept("report run --json").out);
  for (const std::size_t f : {0U, 1U, 3U, 4U}) {  // the leeway is told in percent
    const Json& figure = draws["figures"][f];
    const Json& row = report["tables"][0]["rows"][f];  // figure, unit, draws, mean, sd, quantiles
    if (f < 2) {
      EXPECT_EQ(figure["id"], row[0]);
    }
    EXPECT_EQ(figure["unit"], row[1]);
    EXPECT_EQ(figure["mean"], row[3]);
    EXPECT_EQ(figure["q05"], row[5]);
    EXPECT_EQ(figure["q50"], row[7]);
    EXPECT_EQ(figure["q95"], row[9]);
    EXPECT_EQ(figure["above_zero"]["low"], report["tables"][1]["rows"][f][2]);
  }
  const std::string told = run(question + "--draws 40 --seed 3", data).out;
  EXPECT_THAT(told, AllOf(HasSubstr("nine of ten of 40 draws"), HasSubstr("What 40 draws say (seed 3)"),
                          Not(HasSubstr("every set")), Not(HasSubstr("its range was left out"))));
  std::string unbroken = told;
  std::replace(unbroken.begin(), unbroken.end(), '\n', ' ');
  EXPECT_THAT(unbroken,
              HasSubstr("nine of ten of 40 draws that vary elasticities, supply and closure together, "
                        "all in the long run. Ends of fewer than 200 draws are rough."));
  const std::string rows = run(question + "--draws 40 --seed 3 --csv", data).out;
  EXPECT_THAT(
      rows, AllOf(HasSubstr("leeway_gain"), HasSubstr("5% of draws"), HasSubstr("share of draws above zero"),
                  HasSubstr("leeway_loss_percent"), HasSubstr("share of draws at 0: never pays"),
                  Not(HasSubstr("real_income,percent,2023,5% of draws"))));
  // What is set is as it is set, and said so.
  const Json fixed =
      Json::parse(run(question + "--draws 20 --closure balanced --elasticities CP --json", data).out);
  std::vector<std::string> names;
  for (const Json& one : fixed["draws"]["assumed"]) names.push_back(one["name"]);
  EXPECT_EQ(names, (std::vector<std::string>{"theta", "supply"}));
  EXPECT_THAT(fixed["range"]["text"].get<std::string>(),
              HasSubstr("20 draws that vary elasticities about the set CP and supply together"));
  EXPECT_EQ(fixed["range"]["kind"], "draws");
  EXPECT_LT(fixed["leeway"]["low"], fixed["leeway"]["high"]);
  EXPECT_NE(fixed["run_id"], brief["run_id"]);
}

TEST_F(Swept, DrawsOfABriefAreRefusedWhereTheyMeanNothing) {
  const std::string threat =
      "--threat \"USA on CAN: tariff 60% on goods, id HIT\" --deal \"CAN with CHN: pact 50%\" ";
  for (const auto& [arguments, words] :
       {std::pair("CAN " + threat + "--draws 19", "19 is not within 20 to 100000"),
        std::pair("CAN " + threat + "--draws many", "is no whole number"),
        std::pair("CAN " + threat + "--draws 99999999999", "--draws: 99999999999 is above 100000"),
        std::pair("CAN " + threat + "--draws 20 --seed 3000000000", "--seed: 3000000000 is above 1000000000"),
        std::pair("CAN " + threat + "--draws 20 --seed -1", "is no whole number of 0 or more"),
        std::pair("CAN " + threat + "--draws 20 --range sets", "--range is given too"),
        std::pair("CAN " + threat + "--draws 20 --quick", "--quick is given too"),
        std::pair("CAN " + threat + "--seed 2", "--seed is of draws"),
        std::pair("CAN " + threat + "--draws 20 --horizon 1", "--horizon 3 or later"),
        std::pair("USA " + threat + "--draws 20", "is not threatened by HIT"),
        std::pair(std::string("CAN --draws 20"), "there is no threat")}) {
    const Outcome result = run("brief " + arguments + " --as-of 2025-10-01 -o brief.json", data);
    EXPECT_EQ(result.code, 2) << arguments;
    EXPECT_THAT(result.err, AllOf(HasSubstr(words), HasSubstr("\n  "))) << arguments;
    EXPECT_FALSE(fs::exists(folder / "brief.json")) << arguments;
  }
}

TEST_F(Swept, APlainPageSaysThatItIsOneAndWhy) {
  const std::string ask =
      "brief CAN --threat \"USA on CAN: tariff 60% on goods, id HIT\" --as-of 2025-10-01 --quick ";
  const Outcome told = run(ask + "-o brief.html", data);
  EXPECT_THAT(told.err,
              HasSubstr("brief.html: a plain page, because the web page of the brief was not built"));
  EXPECT_THAT(content(folder / "brief.html"),
              HasSubstr("This is the plain page of the brief, without the engine"));
  // A device cannot be written whole or not at all: then no file of the answer is.
  fs::create_symlink("/dev/full", folder / "full.txt");
  const Outcome refused = run(ask + "-o first.txt -o full.txt", data);
  EXPECT_EQ(refused.code, 2);
  EXPECT_THAT(refused.err, HasSubstr("full.txt: is no file that can be written anew"));
  EXPECT_FALSE(fs::exists(folder / "first.txt"));
}

TEST_F(Swept, AnotherPlanIsRefusedInTheFolderOfARun) {
  put(plan());
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  put("# the same with a comment\n" + plan());
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  put(plan("", 50));
  const Outcome other = swept("run plan.toml -o run");
  EXPECT_EQ(other.code, 2);
  EXPECT_THAT(other.err, HasSubstr("is the run of another plan"));
}

TEST_F(Swept, AListIsTakenAsItIs) {
  put(
      plan("design = \"list\"\nlist = \"draws.csv\"\n[[vary]]\nwhat = \"HIT.rate\"\nname = "
           "\"rate\"\n[[vary]]\nwhat = "
           "\"closure\"\n"));
  put("closure,rate\nshare,10%\nbalanced,0.4\n", "draws.csv");
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  const std::string csv = merged("run");
  EXPECT_THAT(csv, AllOf(HasSubstr("\n0,1,,0.1,share,"), HasSubstr("\n1,1,,0.4,balanced,")));
  put("closure,rate\nshare,10%\nbalanced,x\n", "draws.csv");
  EXPECT_THAT(swept("plan plan.toml").err, HasSubstr("draws.csv:3"));
  for (const char* empty : {"\n", ",\n", ",,\n"}) {
    put(std::string("closure,rate\nshare,10%\n") + empty + "balanced,0.4\n", "draws.csv");
    EXPECT_THAT(swept("plan plan.toml").err, HasSubstr("draws.csv:3: row is empty")) << empty;
  }
}

/// Starts the program and leaves it running.
pid_t started(const fs::path& folder, const std::vector<std::string>& words) {
  const pid_t child = fork();
  if (child != 0) return child;
  setenv("LEEWAY_DATA", small_share.c_str(), 1);
  if (chdir(folder.c_str()) != 0) _exit(9);
  if (freopen("/dev/null", "w", stderr) == nullptr) _exit(9);
  std::vector<char*> argv;
  for (const std::string& word : words) argv.push_back(const_cast<char*>(word.c_str()));
  argv.push_back(nullptr);
  execvp(argv[0], argv.data());
  _exit(9);
}

TEST_F(Swept, SigtermKeepsWhatIsDone) {
  put(plan("", 4000));
  const std::string program = leeway::testing::program().string();
  const pid_t child = started(folder, {program, "sweep", "run", "plan.toml", "-o", "run", "--chunk", "1000"});
  for (int i = 0; i < 600 && !fs::exists(folder / "run/worker-0000.rows"); ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  kill(child, SIGTERM);
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 4);
  // The chunk that was begun is kept as far as it came.
  EXPECT_EQ(swept("merge run -o part.csv --partial").code, 4);
  EXPECT_GT(content(folder / "part.csv").size(), 200U);
}

// Whoever is killed, and when: what is left is solved, and the table is that of an undisturbed run.
TEST_F(Swept, SlowKilledRunsGoOnToTheSameBytes) {
  put(plan("", 6000));
  const std::string expected = undisturbed();
  const std::string program = leeway::testing::program().string();
  int killed = 0;
  for (int round = 0; round < 4; ++round) {
    std::vector<pid_t> children;
    for (const char* shard : {"1/2", "2/2"})
      children.push_back(started(
          folder, {program, "sweep", "run", "plan.toml", "-o", "run", "--chunk", "7", "--shard", shard}));
    for (int i = 0; i < 600 && !fs::exists(folder / "run/worker-0000.rows"); ++i)
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    std::this_thread::sleep_for(std::chrono::milliseconds(50 + 170 * round));
    for (const pid_t child : children) kill(child, SIGKILL);
    for (const pid_t child : children) {
      int status = 0;
      waitpid(child, &status, 0);
      if (WIFSIGNALED(status)) ++killed;
    }
  }
  EXPECT_GT(killed, 4) << "the machine is too quick for this test";
  EXPECT_EQ(swept("run plan.toml -o run").code, 0);
  EXPECT_EQ(merged("run"), expected);
}

TEST_F(Swept, SlowRanksGiveTheSameBytes) {
  if (std::system("command -v mpirun >/dev/null") != 0) GTEST_SKIP() << "there is no mpirun";
  put(plan("", 200));
  const std::string expected = undisturbed();
  for (const int ranks : {2, 4}) {
    const std::string out = "ranks" + std::to_string(ranks);
    const std::string command =
        "cd '" + folder.string() + "' && " + data +
        " OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun --oversubscribe -n " +
        std::to_string(ranks) + " '" + leeway::testing::program().string() + "' sweep run plan.toml -o " +
        out + " --chunk 10 2>err";
    const int code = std::system(command.c_str());
    const std::string err = content(folder / "err");
    if (err.find("built without MPI") != std::string::npos)
      GTEST_SKIP() << "the program was built without MPI";
    EXPECT_EQ(code, 0) << err;
    EXPECT_EQ(merged(out), expected) << ranks << " ranks";
    EXPECT_TRUE(fs::exists(folder / out / "worker-0001.rows")) << "more than one rank solved";
  }
}

/// The block of docs/sweep.md that holds some words.
std::string documented(const std::string& words) {
  std::istringstream lines(content(leeway::testing::source_folder() / "docs/sweep.md"));
  std::string block;
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (!line.starts_with("```")) {
      if (inside) block += line + "\n";
      continue;
    }
    if (inside && block.find(words) != std::string::npos) return block;
    inside = !inside;
    block.clear();
  }
  return "";
}

// The array of the page, submitted by hand: a task after the other, then again.
TEST_F(Swept, TheSlurmScriptOfThePageRunsAsItIs) {
  put(plan());
  const std::string expected = undisturbed();
  const std::string script = documented("#SBATCH");
  ASSERT_FALSE(script.empty());
  put(script, "array.sh");
  fs::create_directories(folder / "bin");
  fs::create_symlink(leeway::testing::program(), folder / "bin/leeway");
  for (int task = 1; task <= 3; ++task) {
    const std::string command = "cd '" + folder.string() + "' && PATH=\"$PWD/bin:$PATH\" " + data +
                                " SLURM_ARRAY_TASK_ID=" + std::to_string(task) +
                                " SLURM_ARRAY_TASK_COUNT=3 SLURM_CPUS_PER_TASK=1 bash array.sh 2>err";
    EXPECT_EQ(std::system(command.c_str()), 0) << content(folder / "err");
  }
  EXPECT_EQ(merged("run"), expected);
}

}  // namespace sweep_test
}  // namespace program
